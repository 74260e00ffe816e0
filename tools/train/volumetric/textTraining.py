"""Trains iso-text on volumes that cache.py made with --recipe sat: textTraining.py CACHE RUN --minutes M [--start ISO_NET_RUN] [--steps N]

Every (organ, modality) has a learned vector, which is what SAT's text encoder and modality embedding would give. Each
step asks for all organs of one volume. Resumable; cosine over steps or wall-clock time, whichever ends first.
"""
import argparse
import math
import pathlib
import time

import numpy as np
import torch
from torch import nn

from network import TOKEN, Query, Vision

PATCH = (72, 56, 56)
CONCEPTS = (("liver", (1,)), ("spleen", (2,)), ("left kidney", (3,)), ("right kidney", (4,)), ("kidneys", (3, 4)), ("aorta", (5,)),
            ("left lung", (6,)), ("right lung", (7,)), ("lungs", (6, 7)))


def batch(cases, rng):
    image, labels, modality = cases[rng.integers(len(cases))]
    low, high = np.zeros(3, int), np.minimum(image.shape, PATCH)
    low = np.array([rng.integers(0, n - p + 1) for n, p in zip(image.shape, high)])
    high = low + high
    if rng.random() < 0.3:
        n = int(rng.integers(18, high[2] - low[2] + 1))
        low[2] += rng.integers(0, high[2] - low[2] - n + 1)
        high[2] = low[2] + n
    cut = tuple(slice(a, b) for a, b in zip(low, high))
    x, y = image[cut].copy(), labels[cut]
    if rng.random() < 0.5:
        x = (x - x.mean()) / max(x.std(), 1e-3)
    x = x * rng.uniform(0.85, 1.2) + rng.uniform(-0.15, 0.15) + rng.normal(0, rng.uniform(0, 0.08), x.shape)
    end = [(0, p - n) for p, n in zip(PATCH, x.shape)]
    return torch.from_numpy(np.pad(x, end).astype(np.float32))[None, None], np.pad(y, end), modality


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=pathlib.Path)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--steps", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    vision, query = Vision(), Query(math.prod(n // 8 for n in PATCH))
    text = nn.Embedding(2 * len(CONCEPTS), TOKEN)
    if args.start:
        state = torch.load(args.start / "checkpoint.pt", weights_only=False)
        vision.net.load_state_dict(state["net"])
        with torch.no_grad():
            for weight, mean in zip(vision.net.parameters(), state["ema"]):
                weight.copy_(mean)
    model = nn.ModuleDict(dict(vision=vision, query=query, text=text))
    mean = [p.detach().clone() for p in model.parameters()]
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-4)
    cases = [np.load(file) for file in sorted(args.cache.glob("*.npz"))]
    cases = [(c["image"].astype(np.float32), c["labels"], 0 if str(c["modality"]) == "CT" else 1) for c in cases]
    path, step, spent, log = args.run / "checkpoint.pt", 0, 0.0, []
    if path.exists():
        saved = torch.load(path, weights_only=False)
        model.load_state_dict(saved["model"]), optimiser.load_state_dict(saved["optimiser"])
        mean, step, spent, log = saved["mean"], saved["step"], saved["spent"], saved["log"]
    began = last = time.time()
    keep = lambda: torch.save(dict(model=model.state_dict(), optimiser=optimiser.state_dict(), mean=mean, step=step, spent=spent + time.time() - began, log=log), path)
    while True:
        done = max(step / args.steps, (spent + time.time() - began) / (60 * args.minutes))
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 40) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-5
        optimiser.zero_grad()
        x, y, modality = batch(cases, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            pixels, tokens = vision(x)
        pixels, tokens = pixels.float(), tokens.float()
        queries = text(torch.arange(len(CONCEPTS)) + modality * len(CONCEPTS))[:, None]
        logits = torch.einsum("nc,cxyz->nxyz", query(tokens, queries)[0], pixels[0])
        truth = torch.from_numpy(np.stack([np.isin(y, values) for _, values in CONCEPTS]).astype(np.float32))
        share = logits.sigmoid()
        dice = (2 * (share * truth).sum((1, 2, 3)) + 1) / (share.sum((1, 2, 3)) + truth.sum((1, 2, 3)) + 1)
        entropy = nn.functional.binary_cross_entropy_with_logits(logits, truth, pos_weight=torch.tensor(3.0))
        loss = 1 - dice.mean() + entropy
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimiser.step()
        step += 1
        with torch.no_grad():
            for average, weight in zip(mean, model.parameters()):
                average.lerp_(weight, 1 - min(0.995, (step + 1) / (step + 10)))
        log.append((step, float(loss.detach()), float(dice.detach().mean())))
        if step % 25 == 0:
            print(step, f"{spent + time.time() - began:.0f} s", *np.round(np.mean(log[-25:], 0)[1:], 3), flush=True)
        if time.time() - last > 60:
            last = time.time()
            keep()
    keep()
    print("end", step, flush=True)


if __name__ == "__main__":
    main()
