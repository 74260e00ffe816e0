"""
SAM 2 or 2.1 to two ONNX graphs for IsoDice, with samexporter's tensor names, a manifest and goldens.

From a folder or hub name that transformers reads as a Sam2Model:
    python tools/export/sam2.py --model FOLDER --licence Apache-2.0 --out OUT [--half] [--goldens]
From a checkpoint as Meta published it (sam2_hiera_*.pt, sam2.1_hiera_*.pt; tiny, small, base plus, large):
    python tools/export/sam2.py --checkpoint FILE --licence Apache-2.0 --out OUT
The same graphs without a checkpoint, at the tiny model's full size:
    python tools/export/sam2.py --random-weights 1 --out OUT --goldens
Needs torch, transformers, onnx, onnxruntime, pillow and scikit-image.
"""
import argparse
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from transformers import Sam2Config, Sam2Model

from promptable import checkpoint_sam2, external_data, graphs, manifest, parity, random_weights, reference
from promptable.graphs_sam2 import EDGE, LEVELS, Decoder, Encoder
from promptable.goldens import BOX, CLICKS, WINDOW, save
from sam import export


def random_sam2(seed):
    torch.manual_seed(seed)
    sam = Sam2Model._from_config(Sam2Config(), attn_implementation='eager')
    random_weights.draw(sam, sam.vision_encoder, EDGE, 0.02)
    return sam


def prepared(picture):
    """SAM 2's own preparation: 0 to 1, stretched by torch's bilinear filter with antialiasing, mean and deviation."""
    unit = torch.from_numpy(picture.astype(np.float32) / 255)[None, None]
    mean, std = (torch.from_numpy(it / 255)[None, :, None, None] for it in (reference.MEAN, reference.STD))
    return (F.interpolate(unit, (EDGE, EDGE), mode='bilinear', align_corners=False, antialias=True) - mean) / std


@torch.no_grad()
def write_goldens(sam, folder, is_noise):
    folder.mkdir(exist_ok=True)
    image = reference.ct_slice()
    height, width = image.shape
    pixels = prepared(reference.bytes_of(image, **WINDOW))
    embedding = sam.get_image_embeddings(pixels)
    to_frame = torch.tensor([EDGE / width, EDGE / height])
    corners = torch.tensor([[[BOX['uMin'], BOX['vMin']], [BOX['uMax'], BOX['vMax']]]]) * to_frame
    cut = lambda it: F.interpolate(it[None, None], (height, width), mode='bilinear', align_corners=False)[0, 0]
    runs, lows, questions = [], {}, []
    for name, clicks, boxed, previous in [('click', CLICKS[:1], False, None), ('clicks', CLICKS, False, None), ('box', [], True, None), ('both', CLICKS[1:], True, None), ('again', CLICKS, False, 'box')]:
        answer = sam(image_embeddings=list(embedding), multimask_output=True,
                     input_points=torch.tensor([[[(c['u'], c['v']) for c in clicks]]], dtype=torch.float32) * to_frame if clicks else None,
                     input_labels=torch.tensor([[[c['label'] for c in clicks]]]) if clicks else None,
                     input_boxes=corners.reshape(1, 1, 4) if boxed else None, input_masks=lows[previous][None, None] if previous else None)
        best = int(answer.iou_scores[0, 0].argmax())
        low = lows[name] = answer.pred_masks[0, 0, best]
        on_slice = cut(low)
        median = float(on_slice.median()) if is_noise else None
        placed = (torch.tensor([(c['u'], c['v']) for c in clicks], dtype=torch.float32).reshape(-1, 2) * to_frame).tolist()
        questions.append(dict(name=name, points=placed + (corners[0].tolist() if boxed else []), labels=[c['label'] for c in clicks] + ([2, 3] if boxed else []), previous=lows.get(previous),
                              at=best, low=low, cut=cut, median=median))
        save(folder / f'{name}.f32', low)
        save(folder / f'{name}-slice.f32', on_slice)
        runs.append(dict(name=name, clicks=clicks, box=BOX if boxed else None, previous=previous, score=float(answer.iou_scores[0, 0, best]), medianOnSlice=median))
    for name, tensor in (('slice', torch.from_numpy(image)), ('pixels', pixels), ('embedding', embedding[-1])):
        save(folder / f'{name}.f32', tensor)
    said = dict(slice=dict(width=width, height=height), window=WINDOW, embedding=LEVELS[-1], runs=runs, versions={it.__name__: it.__version__ for it in map(__import__, ('torch', 'transformers', 'numpy'))})
    (folder / 'golden.json').write_text(json.dumps(said, indent=1) + '\n')
    return pixels, (LEVELS[-1], embedding[-1]), questions


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = a.add_mutually_exclusive_group(required=True)
    source.add_argument('--model'); source.add_argument('--checkpoint', type=pathlib.Path, metavar='FILE'); source.add_argument('--random-weights', type=int, metavar='SEED')
    a.add_argument('--out', type=pathlib.Path, required=True)
    a.add_argument('--id'); a.add_argument('--name'); a.add_argument('--licence'); a.add_argument('--source', help='where the weights are from')
    a.add_argument('--half', action='store_true', help='the encoder in half precision; the decoder stays in single, whose coordinates half would round to half a pixel'); a.add_argument('--goldens', action='store_true')
    a.add_argument('--external-data', action='store_true', help='weights in files of their own, encoder.onnx.data and decoder.onnx.data')
    a = a.parse_args()
    weights = None
    if a.checkpoint:
        sam, weights = checkpoint_sam2.load(a.checkpoint)
    else:
        sam = Sam2Model.from_pretrained(a.model, attn_implementation='eager') if a.model else random_sam2(a.random_weights)
    sam.eval()
    a.out.mkdir(parents=True, exist_ok=True)
    golden = None
    if a.goldens:
        golden = write_goldens(sam, a.out / 'golden', is_noise=a.random_weights is not None)
    wrap = graphs.Half if a.half else (lambda it: it)
    decoder = Decoder(sam)
    levels = [torch.randn(1, 32, 256, 256), torch.randn(1, 64, 128, 128), torch.randn(1, 256, 64, 64)]
    with torch.no_grad():
        export(decoder, (*levels, torch.rand(1, 2, 2) * EDGE, torch.tensor([[2.0, 3.0]]), torch.zeros(1, 1, 256, 256), torch.zeros(1)), a.out / 'decoder.onnx',
               [*LEVELS, 'point_coords', 'point_labels', 'mask_input', 'has_mask_input'], ['masks', 'iou_predictions'], dict(point_coords={1: 'points'}, point_labels={1: 'points'}))
        # Last, since half precision changes the weights where they are.
        export(wrap(Encoder(sam)), (torch.randn(1, 3, EDGE, EDGE),), a.out / 'encoder.onnx', ['image'], LEVELS, None)
    if a.external_data:
        for role in ('encoder', 'decoder'):
            external_data.move_out(a.out / f'{role}.onnx')
    precision = 'fp16' if a.half else 'fp32'
    manifest.write(a.out, 'sam2', EDGE, 256, precision, manifest.identity(a, weights), parity=golden and parity.of_two_graphs(a.out, precision, golden))


if __name__ == '__main__':
    main()
