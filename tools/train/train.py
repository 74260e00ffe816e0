"""Trains iso-prompt on synthetic slices (shapes.py) and phantoms (phantoms.py). Resumable; ends at a given time.

usage: python train.py WORK_DIR --until HH:MM (UTC) [--phantoms 'DIR/*'] [--groups 3] [--seed 1] [--workers 2]

The learning rate follows a cosine over wall-clock time, so that it is spent when the time is; on resuming with
another end the rest of the curve is stretched over what is left. Writes WORK_DIR/checkpoint.pt and log.csv.

With --workers N, N processes of one thread each draw their own slices and average their gradients at every step;
on a busy machine that wastes less than N threads that wait for one another within every layer.
"""

import argparse
import copy
import csv
import datetime
import math
import pathlib
import time

import numpy as np
import torch
import torch.distributed as together
from torch.nn import functional as F

import prompting
from batch import canvas_of, context_of, decoder_inputs, on_slice, target_in_frame
from framing import letterbox
from network import IsoPrompt
from phantoms import Phantoms
from shapes import slice_of, targets_of

PER_IMAGE = 4


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def dice(a, b):
    return 2 * (a & b).sum() / max(1, a.sum() + b.sum())


class Source:
    """A pool of synthetic slices that is renewed slowly, mixed with phantoms once there are any."""

    def __init__(self, rng, size, pattern):
        self.rng, self.pattern = rng, pattern
        self.phantoms = Phantoms(pattern) if pattern else []
        self.pool = [slice_of(rng) for _ in range(size)]

    def look(self):
        """Takes up phantoms that were exported since."""
        if self.pattern:
            self.phantoms = Phantoms(self.pattern)

    def renew(self):
        self.pool[self.rng.integers(len(self.pool))] = slice_of(self.rng)

    def group(self):
        """Up to PER_IMAGE items of one slice."""
        rng = self.rng
        while True:
            if len(self.phantoms) and rng.random() < 0.4:
                image, labels, su, sv = self.phantoms.slice_of(rng)
            else:
                image, labels = self.pool[rng.integers(len(self.pool))]
                su, sv = 1.0, 1.0
                if rng.random() < 0.1:
                    sv = float(np.exp(rng.uniform(-0.5, 0.5)))
                if rng.random() < 0.5:
                    image, labels = image.T, labels.T
            if rng.random() < 0.5:
                image, labels = image[:, ::-1], labels[:, ::-1]
            if rng.random() < 0.3:
                image, labels = image[::-1], labels[::-1]
            if rng.random() < 0.3:
                gain = rng.uniform(0.8, 1.3)
                image = np.clip((image - 0.5) * gain + 0.5 + rng.normal() * 0.05, 0, 1)
            image, labels = np.ascontiguousarray(image, np.float32), np.ascontiguousarray(labels)
            targets = targets_of(labels, rng, PER_IMAGE)
            if targets:
                break
        canvas = canvas_of(image, su, sv)
        items = []
        for target in targets:
            it = dict(image=image, su=su, sv=sv, target=target, previous=None, prompt=prompting.first_prompt(target, rng))
            kind = "follow" if it["prompt"]["box"] is not None else rng.choice(["follow", "close-up", "near"], p=[0.5, 0.35, 0.15])
            if kind == "close-up":
                it["frame"] = prompting.close_up(image.shape, su, sv, it["prompt"], float(np.exp(rng.uniform(np.log(0.15), np.log(0.6)))))
            else:
                it["frame"] = self.shaken(prompting.region(image.shape, su, sv, it["prompt"], target if kind == "near" else None), it)
            items.append(it)
        return dict(canvas=canvas, items=items, rounds=int(rng.integers(2, 5)))

    def shaken(self, frame, it):
        h, w = it["image"].shape
        if frame == letterbox(w, h, it["su"], it["sv"]) or self.rng.random() < 0.4:
            return frame
        x, y, size = frame
        bigger = size * self.rng.uniform(0.9, 1.3)
        shift = self.rng.normal(size=2) * 0.04 * size
        return (x + (size - bigger) / 2 + shift[0], y + (size - bigger) / 2 + shift[1], bigger)

    def advance(self, it, logits):
        """The next round: the answer becomes the previous mask, mostly with a corrective click."""
        full = on_slice(logits, it)
        answer = prompting.kept(full > 0, it["prompt"]["pos"])
        first = it["prompt"]["box"] is None and it["previous"] is None
        boxed = it["prompt"]["box"] is not None and it["previous"] is None
        it["previous"] = sigmoid(full).astype(np.float32)
        if self.rng.random() < (0.35 if first else 0.55 if boxed else 0.85):
            prompting.correct(it["prompt"], answer, it["target"], self.rng)
        it["frame"] = self.shaken(prompting.region(it["image"].shape, it["su"], it["sv"], it["prompt"], answer), it)


def loss_of(logits, score, target):
    """Soft Dice and cross-entropy heavier along the outline; the score learns the IoU reached."""
    p = torch.sigmoid(logits)
    around = F.avg_pool2d(target, 7, 1, 3)
    weight = 1 + 3 * ((around > 0.02) & (around < 0.98)).float()
    entropy = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).mean((1, 2, 3))
    overlap = (p * target).sum((1, 2, 3))
    total = p.sum((1, 2, 3)) + target.sum((1, 2, 3))
    soft = 1 - (2 * overlap + 4) / (total + 4)
    with torch.no_grad():
        hard = (logits > 0).float()
        both = (hard * (target > 0.5)).sum((1, 2, 3))
        iou = both / (hard.sum((1, 2, 3)) + (target > 0.5).sum((1, 2, 3)) - both).clamp(min=1)
    return (soft + 0.7 * entropy).mean() + 0.1 * F.mse_loss(score.squeeze(1), iou), 1 - soft.mean().item()


@torch.no_grad()
def answer_of(network, features, it):
    prompt, rows, columns = decoder_inputs([it])
    logits, _ = network.decoder(prompt, context_of(features, rows, columns))
    return on_slice(logits[0, 0].numpy(), it)


@torch.no_grad()
def evaluate(network, cases):
    """Mean Dice with a box, with one click (two passes), after three corrective clicks."""
    network.eval()
    found = {"box": [], "point": [], "corrective3": []}
    for image, su, sv, target in cases:
        features = network.encoder(torch.from_numpy(canvas_of(image, su, sv))[None, None])
        base = dict(image=image, su=su, sv=sv, target=target, previous=None)
        boxed = dict(base, prompt=dict(pos=[], neg=[], box=prompting.tight_box(target)))
        boxed["frame"] = prompting.region(image.shape, su, sv, boxed["prompt"])
        found["box"].append(dice(prompting.kept(answer_of(network, features, boxed) > 0, []), target))
        it = dict(base, prompt=dict(pos=[([prompting.deepest(target)], 0.0)], neg=[], box=None))
        it["frame"] = prompting.region(image.shape, su, sv, it["prompt"])
        answer = None
        for clicks in range(4):
            for _ in range(2 if clicks == 0 else 1):
                full = answer_of(network, features, it)
                answer = prompting.kept(full > 0, it["prompt"]["pos"])
                it["previous"] = sigmoid(full).astype(np.float32)
                it["frame"] = prompting.region(image.shape, su, sv, it["prompt"], answer)
            if clicks == 0:
                found["point"].append(dice(answer, target))
            if clicks < 3:
                prompting.correct(it["prompt"], answer, target, Greedy)
                it["frame"] = prompting.region(image.shape, su, sv, it["prompt"], answer)
        found["corrective3"].append(dice(answer, target))
    return {name: float(np.mean(values)) for name, values in found.items()}


class Greedy:
    """Stands in for a generator where the protocol leaves nothing to chance."""

    @staticmethod
    def random():
        return 0.0


def held_back(count, seed, phantoms=None):
    rng = np.random.default_rng(seed)
    cases = []
    while len(cases) < count:
        if phantoms is None:
            image, labels = slice_of(rng)
            su = sv = 1.0
        else:
            image, labels, su, sv = phantoms.slice_of(rng, as_verified=True)
        for target in targets_of(labels, rng, 2):
            cases.append((image, su, sv, target))
    return cases[:count]


def end_time(text):
    now = datetime.datetime.now(datetime.timezone.utc)
    hour, minute = map(int, text.split(":"))
    return now.replace(hour=hour, minute=minute, second=0).timestamp()


def agree(network, progress):
    """Averages the gradients, and the progress, of all workers; returns the progress that all have."""
    gradients = [p.grad for p in network.parameters()]
    flat = torch.cat([g.reshape(-1) for g in gradients] + [torch.tensor([progress])])
    together.all_reduce(flat)
    flat /= together.get_world_size()
    at = 0
    for g in gradients:
        g.copy_(flat[at:at + g.numel()].view_as(g))
        at += g.numel()
    return flat[-1].item()


def arguments():
    ask = argparse.ArgumentParser()
    ask.add_argument("work")
    ask.add_argument("--until", required=True)
    ask.add_argument("--phantoms")
    ask.add_argument("--held-back-phantoms")
    ask.add_argument("--groups", type=int, default=3)
    ask.add_argument("--pool", type=int, default=300)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--rate", type=float, default=2.5e-3)
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument("--port", type=int, default=29417)
    return ask.parse_args()


def run(rank, args):
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    together.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{args.port}", rank=rank, world_size=args.workers)
    work = pathlib.Path(args.work)
    work.mkdir(parents=True, exist_ok=True)
    network = IsoPrompt()
    average = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(network.parameters(), lr=args.rate, weight_decay=0.01)
    step, progress0 = 0, 0.0
    if (work / "checkpoint.pt").exists():
        state = torch.load(work / "checkpoint.pt", weights_only=True)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["ema"])
        optimizer.load_state_dict(state["optimizer"])
        step, progress0 = state["step"], state["progress"]
    source = Source(np.random.default_rng([args.seed, step, rank]), args.pool, args.phantoms)
    cases = held_back(24, 999) if rank == 0 else []
    groups = [source.group() for _ in range(args.groups)]
    for i, group in enumerate(groups):
        group["rounds"] = 1 + i % 3
    began, until = time.time(), end_time(args.until)
    sums, since, tick = np.zeros(2), 0, time.time()
    progress = progress0
    while True:
        own = progress0 + (1 - progress0) * min(1.0, (time.time() - began) / max(1.0, until - began))
        rate = args.rate * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-6
        for setting in optimizer.param_groups:
            setting["lr"] = rate
        network.train()
        items = [it for group in groups for it in group["items"]]
        owner = torch.tensor([i for i, group in enumerate(groups) for _ in group["items"]])
        prompt, rows, columns = decoder_inputs(items)
        target = torch.from_numpy(np.stack([target_in_frame(it) for it in items]))[:, None]
        features = network.encoder(torch.from_numpy(np.stack([g["canvas"] for g in groups]))[:, None])
        logits, score = network.decoder(prompt, context_of(features[owner], rows, columns))
        loss, overlap = loss_of(logits, score, target)
        optimizer.zero_grad()
        loss.backward()
        progress = agree(network, own)
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        step += 1
        keep = min(0.997, (step + 1) / (step + 10))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(b) if not a.dtype.is_floating_point else a.lerp_(b, 1 - keep)
        found = logits.detach()[:, 0].numpy()
        at = 0
        for i, group in enumerate(groups):
            group["rounds"] -= 1
            for it in group["items"]:
                if group["rounds"] > 0:
                    source.advance(it, found[at])
                at += 1
            if group["rounds"] <= 0:
                groups[i] = source.group()
        if step % 2 == 0:
            source.renew()
        sums += (loss.item(), overlap)
        since += 1
        over = progress >= 1.0
        if step % 300 == 0:
            source.look()
        if rank == 0 and (step % 50 == 0 or over):
            row = dict(step=step, progress=round(progress, 4), rate=round(rate, 7), loss=round(float(sums[0]) / since, 4),
                       soft_dice=round(float(sums[1]) / since, 4), seconds_per_step=round((time.time() - tick) / since, 3),
                       phantoms=len(source.phantoms), box="", point="", corrective3="")
            if step % 600 == 0 or over:
                row.update({k: round(v, 4) for k, v in evaluate(average, cases).items()})
            fresh = not (work / "log.csv").exists()
            with open(work / "log.csv", "a", newline="") as file:
                writer = csv.DictWriter(file, list(row))
                if fresh:
                    writer.writeheader()
                writer.writerow(row)
            print(row, flush=True)
            torch.save(dict(network=network.state_dict(), ema=average.state_dict(), optimizer=optimizer.state_dict(),
                            step=step, progress=progress), work / "checkpoint.tmp")
            (work / "checkpoint.tmp").rename(work / "checkpoint.pt")
            sums, since, tick = np.zeros(2), 0, time.time()
        if over:
            break
    if rank == 0 and args.held_back_phantoms:
        print("held-back phantoms", evaluate(average, held_back(80, 7, Phantoms(args.held_back_phantoms))), flush=True)


if __name__ == "__main__":
    given = arguments()
    torch.multiprocessing.spawn(run, (given,), nprocs=given.workers)
