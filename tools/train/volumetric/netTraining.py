"""Trains iso-net on volumes that cache.py made: netTraining.py CACHE RUN --minutes M [--steps N] [--peak RATE] [--from-step N]

Resumable; the rate falls as a cosine over steps or wall-clock time, whichever ends first. A finished run goes on with a
second cosine where --from-step names its last step. Only the folder of volumes may differ between iso-net and its twin.
"""
import argparse
import math
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from network import ARCHITECTURE, CLASSES, make_net

# Background, liver, spleen, kidneys, aorta, lungs: what is small counts more.
WEIGHTS = (0.5, 1, 1.2, 1.2, 1.2, 1.5, 1, 1)
# Fewest voxels of a shortened view along z, y and x.
LEAST = ((0, 20), (1, 44), (2, 54))


def seen_part(shape, rng):
    """Real scans show only a part, mostly in z: the slices of a view."""
    low, high = np.zeros(3, int), np.array(shape)
    if rng.random() < 0.35:
        for axis, least in LEAST:
            if axis == 0 or rng.random() < 0.3:
                n = int(rng.integers(least, shape[axis] + 1))
                low[axis] = rng.integers(0, shape[axis] - n + 1)
                high[axis] = low[axis] + n
    return tuple(slice(a, b) for a, b in zip(low, high))


def batch(cases, rng):
    """One volume, its intensities shaken, padded at random to a multiple of 8. Never flipped: left and right are told apart."""
    image, labels = cases[rng.integers(len(cases))]
    cut = seen_part(image.shape, rng)
    x, y = image[cut].copy(), labels[cut]
    pad = [(-n) % 8 for n in x.shape]
    before = [int(rng.integers(0, p + 1)) for p in pad]
    place = [(b, p - b) for b, p in zip(before, pad)]
    if rng.random() < 0.5:  # z-score anew over what is seen, as the recipe does with a part of the body
        x = (x - x.mean()) / max(x.std(), 1e-3)
    if rng.random() < 0.5:
        x = x * rng.uniform(0.8, 1.25) + rng.uniform(-0.2, 0.2)
    if rng.random() < 0.3:
        low, high = x.min(), x.max()
        x = ((x - low) / (high - low + 1e-6)) ** rng.uniform(0.7, 1.4) * (high - low) + low
    if rng.random() < 0.4:
        x = x + rng.normal(0, rng.uniform(0, 0.08), x.shape)
    x, y = np.pad(x, place), np.pad(y, place)
    return torch.from_numpy(np.ascontiguousarray(x, np.float32))[None, None].to(memory_format=torch.channels_last_3d), torch.from_numpy(np.ascontiguousarray(y))[None]


def loss_of(logits, truth):
    """Weighted cross-entropy and soft Dice of the organs."""
    share = logits.softmax(1)
    hot = F.one_hot(truth, CLASSES).movedim(-1, 1).float()
    both = (share * hot).sum((0, 2, 3, 4))
    dice = (2 * both + 1) / (share.sum((0, 2, 3, 4)) + hot.sum((0, 2, 3, 4)) + 1)
    return F.cross_entropy(logits, truth, weight=torch.tensor(WEIGHTS)) + 1 - dice[1:].mean()


def dice_of(logits, truth):
    """Mean Dice of the organs in view; NaN where there is none."""
    hard = logits.argmax(1)
    scores = [float(2 * ((hard == c) & (truth == c)).sum() / ((hard == c).sum() + (truth == c).sum()).clamp(min=1)) for c in range(1, CLASSES) if (truth == c).any()]
    return float(np.mean(scores)) if scores else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=pathlib.Path)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--from-step", type=int, default=0)
    parser.add_argument("--peak", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    net = make_net().to(memory_format=torch.channels_last_3d)
    mean = [p.detach().clone() for p in net.parameters()]
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.peak, weight_decay=1e-4)
    cases = [np.load(file) for file in sorted(args.cache.glob("*.npz"))]
    cases = [(c["image"].astype(np.float32), c["labels"].astype(np.int64)) for c in cases]
    path, step, spent, log = args.run / "checkpoint.pt", 0, 0.0, []
    if path.exists():
        saved = torch.load(path, weights_only=False)
        net.load_state_dict(saved["net"]), optimiser.load_state_dict(saved["opt"])
        mean, step, spent, log = saved["ema"], saved["step"], saved["spent"], saved["log"]
        rng = np.random.default_rng(args.seed + step)
    began = last = time.time()
    keep = lambda: torch.save(dict(net=net.state_dict(), ema=mean, opt=optimiser.state_dict(), step=step, spent=spent + time.time() - began, log=log, arch=ARCHITECTURE), path)
    while True:
        done = max((step - args.from_step) / (args.steps - args.from_step), (time.time() - began) / (60 * args.minutes))
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = args.peak * min(1, (step + 1 - args.from_step) / 40) * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-5
        optimiser.zero_grad()
        x, y = batch(cases, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(x)
        logits = logits.float()
        loss = loss_of(logits, y)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        optimiser.step()
        step += 1
        with torch.no_grad():
            for average, weight in zip(mean, net.parameters()):
                average.lerp_(weight, 1 - min(0.995, step / (step + 9)))
        log.append((step, float(loss.detach()), dice_of(logits, y)))
        if step % 25 == 0:
            print(step, f"{spent + time.time() - began:.0f} s", *np.round(np.nanmean(log[-25:], 0)[1:], 3), flush=True)
        if time.time() - last > 60:
            last = time.time()
            keep()
    keep()
    print("end", step, flush=True)


if __name__ == "__main__":
    main()
