"""
SAM, MobileSAM, MedSAM and LiteMedSAM to two ONNX graphs for IsoDice, with a manifest and goldens from the unexported model.

From a folder or hub name that transformers reads as a SamModel (SAM ViT-B/L/H, SlimSAM, MedSAM):
    python tools/export/sam.py --model FOLDER --convention meta --out OUT [--half] [--goldens]
From a checkpoint as it was published (sam_vit_b/l/h_*.pth, mobile_sam.pth, medsam_vit_b.pth, lite_medsam.pth):
    python tools/export/sam.py --checkpoint FILE --convention meta --licence Apache-2.0 --source ADDRESS --out OUT
The same graphs without a checkpoint, for tests:
    python tools/export/sam.py --random-weights 1 --size tiny --convention meta --out OUT --goldens
Conventions: meta (clicks, boxes, previous mask), transformers (clicks only), medsam (box, MedSAM's preparation),
lite-medsam (box, LiteMedSAM's preparation at 256 pixels), sam-med2d (as meta, with SAM-Med2D's preparation).
--fold-normalisation makes a network trained with SAM's mean and deviation take pictures as MedSAM does.
Needs torch, transformers, timm, onnx, onnxruntime, pillow, scikit-image and opencv-python-headless.
"""
import argparse
import pathlib

import torch
from transformers import SamModel

from promptable import checkpoint, external_data, goldens, graphs, half_weights, manifest, parity, random_weights

# One ONNX file is a protobuf message, which ends at 2 GiB.
MOST_BYTES = 2 ** 31
ANSWERS = ['iou_predictions', 'low_res_masks']


def export(network, given, path, inputs, outputs, dynamic):
    torch.onnx.export(network, given, str(path), input_names=inputs, output_names=outputs, dynamic_axes=dynamic, opset_version=17, dynamo=False)


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = a.add_mutually_exclusive_group(required=True)
    source.add_argument('--model'); source.add_argument('--checkpoint', type=pathlib.Path, metavar='FILE'); source.add_argument('--random-weights', type=int, metavar='SEED')
    a.add_argument('--size', choices=random_weights.SIZES, default='tiny')
    a.add_argument('--convention', choices=['meta', 'transformers', 'medsam', 'lite-medsam', 'sam-med2d'], required=True)
    a.add_argument('--out', type=pathlib.Path, required=True)
    a.add_argument('--id'); a.add_argument('--name'); a.add_argument('--licence'); a.add_argument('--source', help='where the weights are from'); a.add_argument('--half', action='store_true', help='the encoder in half precision; the decoder stays in single, whose coordinates half would round to half a pixel')
    a.add_argument('--external-data', action='store_true', help='weights in files of their own, encoder.onnx.data and decoder.onnx.data')
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
        sam = SamModel.from_pretrained(a.model, attn_implementation='eager') if a.model else random_weights.random_sam(a.size, a.random_weights)
    sam.eval()
    size_bytes = sum(it.numel() for it in sam.parameters()) * (2 if a.half else 4)
    if size_bytes >= MOST_BYTES and not a.external_data:
        raise SystemExit(f'weights of {size_bytes / 2 ** 30:.1f} GiB do not fit into one ONNX file of 2 GiB; use --external-data or --half')
    if a.fold_normalisation:
        graphs.fold_normalisation(sam, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    if a.half_weights:
        half_weights.round_weights(sam)
    a.out.mkdir(parents=True, exist_ok=True)
    vision = sam.config.vision_config
    size, grid, channels = vision.image_size, vision.image_size // vision.patch_size, vision.output_channels
    golden = None
    if a.goldens:
        golden = goldens.write(sam, a.out, a.convention, size, a.first_for_box, is_noise=a.random_weights is not None)
    wrap = graphs.Half if a.half else (lambda it: it)
    split = a.convention == 'transformers'
    embedding = torch.randn(1, channels, grid, grid)
    decoder = graphs.TransformersDecoder(sam) if split else graphs.MetaDecoder(sam)
    given = ((embedding, torch.randn(1, channels, grid, grid), torch.rand(1, 1, 2, 2) * size, torch.ones(1, 1, 2, dtype=torch.int64)) if split else
             (embedding, torch.rand(1, 2, 2) * size, torch.tensor([[2.0, 3.0]]), torch.zeros(1, 1, 4 * grid, 4 * grid), torch.zeros(1)))
    with torch.no_grad():
        if split:
            export(decoder, given, a.out / 'decoder.onnx', ['image_embeddings', 'image_positional_embeddings', 'input_points', 'input_labels'], ['iou_scores', 'pred_masks'],
                   dict(input_points={2: 'points'}, input_labels={2: 'points'}))
        else:
            export(decoder, given, a.out / 'decoder.onnx', ['image_embeddings', 'point_coords', 'point_labels', 'mask_input', 'has_mask_input'], ANSWERS,
                   dict(point_coords={1: 'points'}, point_labels={1: 'points'}))
        # Last, since half precision changes the weights where they are.
        export(wrap(graphs.Encoder(sam, split)), (torch.randn(1, 3, size, size),), a.out / 'encoder.onnx', ['pixel_values' if split else 'input_image'],
               ['image_embeddings', 'image_positional_embeddings'] if split else ['image_embeddings'], None)
    if a.half_weights:
        for role in ('encoder', 'decoder'):
            half_weights.store_in_half(a.out / f'{role}.onnx')
    if a.external_data:
        for role in ('encoder', 'decoder'):
            external_data.move_out(a.out / f'{role}.onnx')
    precision = 'fp16' if a.half else 'fp32'
    manifest.write(a.out, a.convention, size, 4 * grid, precision, manifest.identity(a, weights), a.first_for_box, golden and parity.of_two_graphs(a.out, precision, golden))


if __name__ == '__main__':
    main()
