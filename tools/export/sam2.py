"""
SAM 2 or 2.1 to two ONNX graphs for IsoDice, with samexporter's tensor names, a manifest and goldens.

From a folder or hub name that transformers reads as a Sam2Model:
    python tools/export/sam2.py --model FOLDER --licence Apache-2.0 --out OUT [--half] [--goldens]
The same graphs without a checkpoint, at the tiny model's full size:
    python tools/export/sam2.py --random-weights 1 --out OUT --goldens
Needs torch, transformers, onnx, pillow and scikit-image.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import Sam2Config, Sam2Model

from promptable import graphs, manifest, reference
from promptable.goldens import BOX, CLICKS, WINDOW, save
from sam import export

LEVELS = ['high_res_feats_0', 'high_res_feats_1', 'image_embed']
EDGE = 1024


class Encoder(nn.Module):
    """Pixels [1, 3, 1024, 1024] to the three levels that the decoder takes: 256², 128² and 64²."""

    def __init__(self, sam):
        super().__init__()
        self.sam = sam

    def forward(self, image):
        return tuple(self.sam.get_image_embeddings(image))


class Decoder(nn.Module):
    """Clicks (1, 0) and corners (2, 3) in the frame, the point that stands for none appended here; three answers of 256²."""

    def __init__(self, sam):
        super().__init__()
        self.prompts, self.masks = sam.prompt_encoder, sam.mask_decoder
        self.register_buffer('position', sam.get_image_wide_positional_embeddings())

    def forward(self, high_res_feats_0, high_res_feats_1, image_embed, point_coords, point_labels, mask_input, has_mask_input):
        coords, labels = F.pad(point_coords + 0.5, (0, 0, 0, 1)), F.pad(point_labels, (0, 1), value=-1.0)[..., None]
        where = self.prompts.shared_embedding(coords[:, None], (EDGE, EDGE))[:, 0]
        sparse = where * (labels != -1) + self.prompts.not_a_point_embed.weight * (labels == -1)
        for kind, embedding in enumerate(self.prompts.point_embed.weight):
            sparse = sparse + embedding * (labels == kind)
        has = has_mask_input.reshape(-1, 1, 1, 1)
        dense = has * self.prompts.mask_embed(mask_input) + (1 - has) * self.prompts.no_mask_embed.weight.reshape(1, -1, 1, 1)
        masks, scores = self.masks(image_embeddings=image_embed, image_positional_embeddings=self.position, sparse_prompt_embeddings=sparse[:, None], dense_prompt_embeddings=dense,
                                   multimask_output=True, high_resolution_features=[high_res_feats_0, high_res_feats_1])[:2]
        return masks[:, 0], scores[:, 0]


def random_sam2(seed):
    """Every parameter drawn, so that no bias or position is the zero that it starts as."""
    torch.manual_seed(seed)
    sam = Sam2Model._from_config(Sam2Config(), attn_implementation='eager')
    with torch.no_grad():
        for parameter in sam.parameters():
            parameter += 0.02 * torch.randn_like(parameter)
    return sam


def prepared(picture):
    """SAM 2's own preparation: 0 to 1, stretched by torch's bilinear filter with antialiasing, mean and deviation."""
    unit = torch.from_numpy(picture.astype(np.float32) / 255)[None, None]
    mean, std = (torch.from_numpy(it / 255)[None, :, None, None] for it in (reference.MEAN, reference.STD))
    return (F.interpolate(unit, (EDGE, EDGE), mode='bilinear', align_corners=False, antialias=True) - mean) / std


@torch.no_grad()
def write_goldens(sam, folder):
    folder.mkdir(exist_ok=True)
    image = reference.ct_slice()
    height, width = image.shape
    pixels = prepared(reference.bytes_of(image, **WINDOW))
    embedding = sam.get_image_embeddings(pixels)
    to_frame = torch.tensor([EDGE / width, EDGE / height])
    corners = torch.tensor([[[BOX['uMin'], BOX['vMin']], [BOX['uMax'], BOX['vMax']]]]) * to_frame
    runs, lows = [], {}
    for name, clicks, boxed, previous in [('click', CLICKS[:1], False, None), ('clicks', CLICKS, False, None), ('box', [], True, None), ('both', CLICKS[1:], True, None), ('again', CLICKS, False, 'box')]:
        answer = sam(image_embeddings=list(embedding), multimask_output=True,
                     input_points=torch.tensor([[[(c['u'], c['v']) for c in clicks]]], dtype=torch.float32) * to_frame if clicks else None,
                     input_labels=torch.tensor([[[c['label'] for c in clicks]]]) if clicks else None,
                     input_boxes=corners.reshape(1, 1, 4) if boxed else None, input_masks=lows[previous][None, None] if previous else None)
        best = int(answer.iou_scores[0, 0].argmax())
        low = lows[name] = answer.pred_masks[0, 0, best]
        on_slice = F.interpolate(low[None, None], (height, width), mode='bilinear', align_corners=False)[0, 0]
        save(folder / f'{name}.f32', low)
        save(folder / f'{name}-slice.f32', on_slice)
        runs.append(dict(name=name, clicks=clicks, box=BOX if boxed else None, previous=previous, score=float(answer.iou_scores[0, 0, best]), medianOnSlice=float(on_slice.median())))
    for name, tensor in (('slice', torch.from_numpy(image)), ('pixels', pixels), ('embedding', embedding[-1])):
        save(folder / f'{name}.f32', tensor)
    said = dict(slice=dict(width=width, height=height), window=WINDOW, embedding=LEVELS[-1], runs=runs, versions={it.__name__: it.__version__ for it in map(__import__, ('torch', 'transformers', 'numpy'))})
    (folder / 'golden.json').write_text(json.dumps(said, indent=1) + '\n')


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = a.add_mutually_exclusive_group(required=True)
    source.add_argument('--model'); source.add_argument('--random-weights', type=int, metavar='SEED')
    a.add_argument('--out', type=pathlib.Path, required=True)
    a.add_argument('--id'); a.add_argument('--name'); a.add_argument('--licence'); a.add_argument('--source', help='where the weights are from')
    a.add_argument('--half', action='store_true'); a.add_argument('--goldens', action='store_true')
    a = a.parse_args()
    sam = (Sam2Model.from_pretrained(a.model, attn_implementation='eager') if a.model else random_sam2(a.random_weights)).eval()
    a.out.mkdir(parents=True, exist_ok=True)
    if a.goldens:
        write_goldens(sam, a.out / 'golden')
    wrap = graphs.Half if a.half else (lambda it: it)
    decoder = Decoder(sam)
    levels = [torch.randn(1, 32, 256, 256), torch.randn(1, 64, 128, 128), torch.randn(1, 256, 64, 64)]
    with torch.no_grad():
        export(wrap(Encoder(sam)), (torch.randn(1, 3, EDGE, EDGE),), a.out / 'encoder.onnx', ['image'], LEVELS, None)
        export(wrap(decoder), (*levels, torch.rand(1, 2, 2) * EDGE, torch.tensor([[2.0, 3.0]]), torch.zeros(1, 1, 256, 256), torch.zeros(1)), a.out / 'decoder.onnx',
               [*LEVELS, 'point_coords', 'point_labels', 'mask_input', 'has_mask_input'], ['masks', 'iou_predictions'], dict(point_coords={1: 'points'}, point_labels={1: 'points'}))
    identity = {key: value for key, value in dict(id=a.id or a.out.name, name=a.name or a.out.name, licence=a.licence, source=a.source).items() if value is not None}
    manifest.write(a.out, 'sam2', EDGE, 256, 'fp16' if a.half else 'fp32', identity)


if __name__ == '__main__':
    main()
