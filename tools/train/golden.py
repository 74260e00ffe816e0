"""Writes src/core/models/isoPrompt/channels.golden.json: what this folder's arithmetic says of three small cases.

usage: python golden.py OUT.json. Every STRIDE-th value of each tensor; the TypeScript twin must agree to 1e-5.
"""

import json
import sys

import numpy as np
import torch

from batch import canvas_of, context_of, decoder_inputs, on_slice
from framing import letterbox
from network import FEATURE_SIZE
from prompting import region

STRIDE = 97


def sampled(values):
    return [round(float(v), 7) for v in np.asarray(values, np.float32).ravel()[::STRIDE]]


def wave(h, w, phase):
    v, u = np.mgrid[0:h, 0:w]
    return (0.5 + 0.35 * np.sin(0.7 * u + phase) * np.cos(0.5 * v - phase) + 0.1 * np.sin(2.1 * u * v / w)).astype(np.float32)


def main():
    cases = [
        dict(width=26, height=18, su=1.5, sv=2.0, prompt=dict(pos=[], neg=[], box=[5, 4, 14, 11]), previous=None),
        dict(width=40, height=44, su=0.8, sv=0.8, previous=None,
             prompt=dict(pos=[([(12.0, 20.0)], 0.0)], neg=[([(25.0, 9.0), (30.0, 14.0), (28.0, 22.0)], 1.5)], box=None)),
        dict(width=130, height=120, su=1.0, sv=1.25, previous=2.0,
             prompt=dict(pos=[([(40.0, 52.0)], 0.0), ([(61.0, 47.0)], 0.0)], neg=[([(70.0, 70.0)], 0.0)], box=None)),
    ]
    out = []
    for case in cases:
        h, w, su, sv = case["height"], case["width"], case["su"], case["sv"]
        image = wave(h, w, 0.3)
        previous = answer = None
        if case["previous"] is not None:
            v, u = np.mgrid[0:h, 0:w]
            previous = (1 / (1 + np.exp(((u - 50) ** 2 + (v - 50) ** 2 - 300) / 90))).astype(np.float32)
            answer = previous > 0.5
        frame = region((h, w), su, sv, case["prompt"], answer)
        item = dict(image=image, su=su, sv=sv, prompt=case["prompt"], previous=previous, frame=frame)
        channels, rows, columns = decoder_inputs([item])
        features = torch.from_numpy(wave(FEATURE_SIZE, FEATURE_SIZE, 1.1))[None, None]
        logits = (wave(96, 96, 0.9) - 0.5) * 12
        out.append(dict(
            width=w, height=h, spacingMm=dict(u=su, v=sv), prompt=case["prompt"], previous=previous is not None,
            frame=dict(xMm=frame[0], yMm=frame[1], sizeMm=frame[2]), letterbox=letterbox(w, h, su, sv),
            canvas=sampled(canvas_of(image, su, sv)), channels=[sampled(c) for c in channels[0]],
            context=sampled(context_of(features, rows, columns)[0, 0]),
            onSlice=sampled(1 / (1 + np.exp(-on_slice(logits, item)))),
        ))
    certificate = dict(script="tools/train/golden.py", numpy=np.__version__, torch=torch.__version__, stride=STRIDE,
                       order="row-major, y down", tolerance=1e-5)
    with open(sys.argv[1], "w") as file:
        json.dump(dict(certificate=certificate, cases=out), file)
        file.write("\n")


if __name__ == "__main__":
    main()
