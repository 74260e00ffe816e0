"""
SAM and MedSAM to two ONNX graphs for IsoDice, with a manifest and goldens from the transformers package's own model.

From a folder or hub name that transformers reads as a SamModel (SAM ViT-B/L/H, SlimSAM, MedSAM):
    python tools/export/sam.py --model FOLDER --convention meta --out OUT [--half] [--goldens]
From a checkpoint as Meta published it (sam_vit_b/l/h_*.pth), or MedSAM's (medsam_vit_b.pth):
    python tools/export/sam.py --checkpoint FILE --convention meta --licence Apache-2.0 --source ADDRESS --out OUT
The same graphs without a checkpoint, for tests:
    python tools/export/sam.py --random-weights 1 --size tiny --convention meta --out OUT --goldens
Conventions: meta (clicks, boxes, previous mask), transformers (clicks only), medsam (box, MedSAM's preparation).
--fold-normalisation makes a network trained with SAM's mean and deviation take pictures as MedSAM does.
Needs torch, transformers, onnx, pillow and scikit-image.
"""
import argparse
import pathlib

import torch
from transformers import SamConfig, SamModel

from promptable import checkpoint, goldens, graphs, half_weights, manifest

# One ONNX file is a protobuf message, which ends at 2 GiB.
MOST_BYTES = 2 ** 31
ANSWERS = ['iou_predictions', 'low_res_masks']


def config(size):
    if size == 'vit-b':
        return SamConfig()
    edge, patch = dict(tiny=(128, 8), small=(1024, 16))[size]
    width = 16 if size == 'tiny' else 64
    return SamConfig(
        vision_config=dict(hidden_size=32, output_channels=width, num_hidden_layers=2, num_attention_heads=2, image_size=edge, patch_size=patch, mlp_dim=64, window_size=6,
                           global_attn_indexes=[1], num_pos_feats=width // 2, use_rel_pos=True),
        prompt_encoder_config=dict(hidden_size=width, image_size=edge, patch_size=patch, mask_input_channels=8, num_point_embeddings=4),
        mask_decoder_config=dict(hidden_size=width, mlp_dim=64, num_hidden_layers=2, num_attention_heads=2, attention_downsample_rate=2, num_multimask_outputs=3, iou_head_depth=2, iou_head_hidden_dim=32))


def random_sam(size, seed):
    """Every parameter drawn, so that no bias or relative position is the zero that it starts as."""
    torch.manual_seed(seed)
    sam = SamModel._from_config(config(size), attn_implementation='eager')
    with torch.no_grad():
        for parameter in sam.parameters():
            parameter += 0.05 * torch.randn_like(parameter)
    return sam


def export(network, given, path, inputs, outputs, dynamic):
    torch.onnx.export(network, given, str(path), input_names=inputs, output_names=outputs, dynamic_axes=dynamic, opset_version=17, dynamo=False)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = a.add_mutually_exclusive_group(required=True)
    source.add_argument('--model'); source.add_argument('--checkpoint', type=pathlib.Path, metavar='FILE'); source.add_argument('--random-weights', type=int, metavar='SEED')
    a.add_argument('--size', choices=['tiny', 'small', 'vit-b'], default='tiny')
    a.add_argument('--convention', choices=['meta', 'transformers', 'medsam'], required=True)
    a.add_argument('--out', type=pathlib.Path, required=True)
    a.add_argument('--id'); a.add_argument('--name'); a.add_argument('--licence'); a.add_argument('--source', help='where the weights are from'); a.add_argument('--half', action='store_true')
    a.add_argument('--half-weights', action='store_true', help='weights stored in half, calculated in single')
    a.add_argument('--first-for-box', action='store_true', help='a box alone is answered by the first mask, as the network was trained, instead of by the best of the others')
    a.add_argument('--fold-normalisation', action='store_true'); a.add_argument('--goldens', action='store_true')
    a = a.parse_args()
    if a.first_for_box and a.convention != 'meta':
        raise SystemExit('--first-for-box is for --convention meta: the others take no box, or answer once')
    weights = None
    if a.checkpoint:
        sam, weights = checkpoint.load(a.checkpoint)
    else:
        sam = SamModel.from_pretrained(a.model, attn_implementation='eager') if a.model else random_sam(a.size, a.random_weights)
    sam.eval()
    size_bytes = sum(it.numel() for it in sam.parameters()) * (2 if a.half else 4)
    if size_bytes >= MOST_BYTES:
        raise SystemExit(f'weights of {size_bytes / 2 ** 30:.1f} GiB do not fit into one ONNX file of 2 GiB; use --half')
    if a.fold_normalisation:
        graphs.fold_normalisation(sam, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    if a.half_weights:
        half_weights.round_weights(sam)
    a.out.mkdir(parents=True, exist_ok=True)
    vision = sam.config.vision_config
    size, grid, channels = vision.image_size, vision.image_size // vision.patch_size, vision.output_channels
    if a.goldens:
        goldens.write(sam, a.out, a.convention, size, a.first_for_box)
    wrap = graphs.Half if a.half else (lambda it: it)
    split = a.convention == 'transformers'
    embedding = torch.randn(1, channels, grid, grid)
    decoder = graphs.TransformersDecoder(sam) if split else graphs.MetaDecoder(sam)
    given = ((embedding, torch.randn(1, channels, grid, grid), torch.rand(1, 1, 2, 2) * size, torch.ones(1, 1, 2, dtype=torch.int64)) if split else
             (embedding, torch.rand(1, 2, 2) * size, torch.tensor([[2.0, 3.0]]), torch.zeros(1, 1, 4 * grid, 4 * grid), torch.zeros(1)))
    with torch.no_grad():
        export(wrap(graphs.Encoder(sam, split)), (torch.randn(1, 3, size, size),), a.out / 'encoder.onnx', ['pixel_values' if split else 'input_image'],
               ['image_embeddings', 'image_positional_embeddings'] if split else ['image_embeddings'], None)
        if split:
            export(wrap(decoder), given, a.out / 'decoder.onnx', ['image_embeddings', 'image_positional_embeddings', 'input_points', 'input_labels'], ['iou_scores', 'pred_masks'],
                   dict(input_points={2: 'points'}, input_labels={2: 'points'}))
        else:
            export(wrap(decoder), given, a.out / 'decoder.onnx', ['image_embeddings', 'point_coords', 'point_labels', 'mask_input', 'has_mask_input'], ANSWERS,
                   dict(point_coords={1: 'points'}, point_labels={1: 'points'}))
    if a.half_weights:
        for role in ('encoder', 'decoder'):
            half_weights.store_in_half(a.out / f'{role}.onnx')
    identity = dict(id=a.id or a.out.name, name=a.name or a.out.name, licence=a.licence, source=a.source,
                    checkpoint=dict(file=a.checkpoint.name, sha256=weights) if a.checkpoint else None)
    identity = {key: value for key, value in identity.items() if value is not None}
    manifest.write(a.out, a.convention, size, 4 * grid, 'fp16' if a.half else 'fp32', identity, a.first_for_box)


if __name__ == '__main__':
    main()
