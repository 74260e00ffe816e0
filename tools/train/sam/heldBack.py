"""Dice of iso-sam on phantoms that it was not trained on: heldBack.py PHANTOMS CHECKPOINT --from N [--slices 120]. Box with a margin of two pixels; the deepest click."""
import argparse

import numpy as np
import torch
import torch.nn.functional as F

from config import SIZE
from prompts import box_of, deepest
from slices import Phantoms, normalised
from train import Trained


def dice(a, b):
    return 2 * (a & b).sum() / max(1, a.sum() + b.sum())


def ellipse(box):
    (x0, y0), (x1, y1) = box
    v, u = np.mgrid[:SIZE, :SIZE]
    # A box of pixels is one longer than its corners are apart.
    return ((u - (x0 + x1) / 2) / max(1, (x1 - x0 + 1) / 2)) ** 2 + ((v - (y0 + y1) / 2) / max(1, (y1 - y0 + 1) / 2)) ** 2 <= 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phantoms"); parser.add_argument("checkpoint")
    parser.add_argument("--from", dest="first", type=int, required=True); parser.add_argument("--slices", type=int, default=120)
    a = parser.parse_args()
    rng, phantoms, model = np.random.default_rng(9), Phantoms(a.phantoms, slice(a.first, None)), Trained()
    state = torch.load(a.checkpoint)
    model.load_state_dict(state["model"])
    with torch.no_grad():
        for weight, average in zip(model.parameters(), state["mean"]):
            weight.copy_(average)
        found = {}
        for _ in range(a.slices):
            framed, inner, masks = phantoms.draw(rng, augmented=False)
            embedding = model.encode(torch.from_numpy(normalised(framed, inner))[None])
            for organ, mask in masks.items():
                box = box_of(mask, rng, shake=False)
                u, v = deepest(mask > 0)
                asks = dict(box=([box], [[2.0, 3.0]], False), click=([[[u, v], [0, 0]]], [[1.0, -1.0]], True))
                for name, (points, labels, several) in asks.items():
                    low, iou = model.decode(embedding, torch.tensor(np.array(points, np.float32)), torch.tensor(labels), None, several)
                    best = low[:, int(iou[0].argmax())][:, None]
                    answer = F.interpolate(best, (SIZE, SIZE), mode="bilinear", align_corners=False)[0, 0].numpy() > 0
                    found.setdefault((name, organ), []).append(dice(answer, mask > 0))
                found.setdefault(("ellipse in the tight box", organ), []).append(dice(ellipse(box_of(mask, rng, shake=False) + [[2, 2], [-2, -2]]), mask > 0))
    for name in ("box", "click", "ellipse in the tight box"):
        organs = {organ: np.mean(values) for (kind, organ), values in sorted(found.items()) if kind == name}
        print(name, f"{np.mean([it for (kind, _), values in found.items() if kind == name for it in values]):.3f}", {k: round(float(it), 3) for k, it in organs.items()})


if __name__ == "__main__":
    main()
