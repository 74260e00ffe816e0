"""
Trains iso-sam on exported phantoms: train.py PHANTOMS RUN [--minutes 45] [--seed 1] [--overfit]

Every image is encoded once and asked for four masks, each twice: by a box, a click or several, and again with a corrective
click and the answer before. The loss is BCE near the organ and soft Dice at the decoder's 64 x 64, where targets are shares
of a pixel. A second head that leaves with training tells organs apart at once, so that the encoder learns early. Cosine
over wall-clock time; the running mean of the weights is kept.
"""
import argparse
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import SamModel

from config import GRID, LOW, SIZE, WIDTH, config
from prompts import box_of, click_in, correction
from slices import Phantoms, normalised

IMAGES, ASKED, ORGANS = 6, 4, 7


def start_afresh(sam):
    """
    SAM's own first weights. The package's are made to be loaded over: layers of the encoder start at 1e-10, the decoder's at
    0.02, and places in frequencies 48 times too high, from which nothing learns.
    """
    for module in sam.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            module.reset_parameters()
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.5)
    nn.init.normal_(sam.vision_encoder.pos_embed, std=0.1)
    place = torch.randn_like(sam.shared_image_embedding.positional_embedding)
    for it in (sam.shared_image_embedding, sam.prompt_encoder.shared_embedding):
        it.positional_embedding.data.copy_(place)
        it.positional_embedding.requires_grad_(False)


class Trained(nn.Module):
    def __init__(self):
        super().__init__()
        self.sam = SamModel._from_config(config(), attn_implementation="eager")
        start_afresh(self.sam)
        self.organs = nn.Conv2d(WIDTH, 16 * (ORGANS + 1), 1)

    def encode(self, pixels):
        with torch.autocast("cpu", torch.bfloat16):
            embedding = self.sam.vision_encoder(pixels).last_hidden_state
        return embedding.float()

    def decode(self, embedding, points, labels, previous, several):
        """points (N, K, 2) on the frame, labels (N, K) as Meta's; previous (N, 1, 64, 64) or None. Gives (N, 1 or 3, 64, 64) and IoU."""
        prompts = self.sam.prompt_encoder
        where = prompts.shared_embedding(((points + 0.5) / SIZE)[:, None])[:, 0]
        kind = labels[..., None]
        sparse = where * (kind != -1) + prompts.not_a_point_embed.weight * (kind == -1)
        for n, it in enumerate(prompts.point_embed):
            sparse = sparse + it.weight * (kind == n)
        dense = prompts.mask_embed(previous) if previous is not None else prompts.no_mask_embed.weight.reshape(1, -1, 1, 1).expand(len(points), -1, GRID, GRID)
        position = self.sam.get_image_wide_positional_embeddings().expand(len(points), -1, -1, -1)
        masks, iou = self.sam.mask_decoder(image_embeddings=embedding, image_positional_embeddings=position, sparse_prompt_embeddings=sparse[:, None],
                                           dense_prompt_embeddings=dense, multimask_output=several)[:2]
        return masks[:, 0], iou[:, 0]


def shares(masks):
    return F.avg_pool2d(masks, SIZE // LOW)


def loss_of(low, iou, target):
    """Per answer (N, M): BCE near the organ, soft Dice, and what the network said of its IoU."""
    near = (F.max_pool2d(target, 17, 1, 8) > 0).float() * 0.9 + 0.1
    target, near = target.expand_as(low), near.expand_as(low)
    bce = (F.binary_cross_entropy_with_logits(low, target, reduction="none") * near).sum((2, 3)) / near.sum((2, 3))
    soft = low.sigmoid()
    dice = 1 - (2 * (soft * target).sum((2, 3)) + 1) / (soft.sum((2, 3)) + target.sum((2, 3)) + 1)
    on, true = low.detach() > 0, target > 0.5
    real = (on & true).sum((2, 3)) / (on | true).sum((2, 3)).clamp(min=1)
    return bce * 2 + dice, (iou - real) ** 2, 1 - dice.detach()


def chosen(losses, errors, dice):
    best = losses.argmin(1, keepdim=True)
    return (losses.gather(1, best).mean() + errors.mean()), dice.gather(1, best).mean()


def draw(phantoms, rng):
    pixels, masks, owner, organs = [], [], [], np.zeros((IMAGES, SIZE, SIZE), np.int64)
    while len(pixels) < IMAGES:
        framed, inner, found = phantoms.draw(rng)
        if not found:
            continue
        for organ, mask in found.items():
            organs[len(pixels)][mask > 0] = organ
        for organ in rng.choice(list(found), ASKED):
            masks.append(found[organ])
            owner.append(len(pixels))
        pixels.append(normalised(framed, inner))
    return torch.from_numpy(np.stack(pixels)), np.stack(masks), torch.tensor(owner), torch.from_numpy(organs)


def first_prompts(masks, mode, rng):
    if mode == "box":
        return torch.from_numpy(np.stack([box_of(it, rng) for it in masks])), torch.tensor([[2.0, 3.0]]).repeat(len(masks), 1)
    points = np.array([click_in(it > 0, rng) for it in masks], np.float32)[:, None]
    return torch.from_numpy(np.concatenate([points, np.zeros_like(points)], 1)), torch.tensor([[1.0, -1.0]]).repeat(len(masks), 1)


def corrected(points, labels, low, masks, rng):
    """The prompts before with one corrective click; the pad of a click goes last, and only where there is no box."""
    answers = F.interpolate(low, (SIZE, SIZE), mode="bilinear", align_corners=False)[:, 0].numpy() > 0
    clicks = [correction(mask, answer, rng) for mask, answer in zip(masks, answers)]
    where = torch.tensor(np.array([it[0] for it in clicks], np.float32))[:, None]
    what = torch.tensor([[float(it[1])] for it in clicks])
    return torch.cat([where, points], 1), torch.cat([what, labels], 1)


def step_loss(model, batch, mode, rng, again):
    pixels, masks, owner, organs = batch
    embedding = model.encode(pixels)
    classes = F.pixel_shuffle(model.organs(embedding), 4)
    aside = F.cross_entropy(classes, organs[:, 2::4, 2::4])
    mine = embedding[owner]
    target = shares(torch.from_numpy(masks)[:, None])
    points, labels = first_prompts(masks, mode, rng)
    low, iou = model.decode(mine, points, labels, None, mode == "click")
    loss, dice = chosen(*loss_of(low, iou, target))
    if again:
        best = iou.argmax(1)
        before = low.detach()[torch.arange(len(low)), best][:, None]
        points, labels = corrected(points, labels, before, masks, rng)
        low, iou = model.decode(mine, points, labels, before, False)
        more, _ = chosen(*loss_of(low, iou, target))
        loss = loss + more
    return loss + 0.5 * aside, dice, aside


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phantoms")
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=1e-3)
    parser.add_argument("--start", type=pathlib.Path)
    parser.add_argument("--take", type=int, default=100000)
    parser.add_argument("--overfit", action="store_true")
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(a.seed)
    a.run.mkdir(parents=True, exist_ok=True)
    phantoms = Phantoms(a.phantoms, slice(a.take))
    model = Trained()
    if a.start:
        model.load_state_dict(torch.load(a.start)["model"])
    mean = [it.detach().clone() for it in model.parameters()]
    optimiser = torch.optim.AdamW([it for it in model.parameters() if it.requires_grad], lr=a.peak, weight_decay=0.03, betas=(0.9, 0.98))
    began, step, log = time.time(), 0, (a.run / "log.csv").open("a")
    only = draw(phantoms, rng) if a.overfit else None
    seen = {"box": [], "click": []}
    while (spent := (time.time() - began) / 60 / a.minutes) < 1:
        rate = a.peak * min(1, (step + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * spent) if not a.overfit else 1)
        for group in optimiser.param_groups:
            group["lr"] = rate
        mode = "box" if spent < 0.08 or rng.random() < 0.6 else "click"
        loss, dice, aside = step_loss(model, only or draw(phantoms, rng), mode, rng, again=spent > 0.25 and rng.random() < 0.4)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        keep = min(0.998, step / (step + 50))
        with torch.no_grad():
            for average, weight in zip(mean, model.parameters()):
                average.lerp_(weight, 1 - keep)
        seen[mode].append(dice.item())
        if step % 25 == 0:
            said = f"{step},{(time.time() - began) / 60:.2f},{loss.item():.4f},{aside.item():.4f},{np.mean(seen['box'][-25:]):.4f},{np.mean(seen['click'][-25:] or [0]):.4f}"
            print(said, flush=True)
            log.write(said + "\n")
            log.flush()
        if step % 250 == 0 or (time.time() - began) / 60 / a.minutes >= 1:
            torch.save(dict(model=model.state_dict(), mean=mean, step=step, minutes=(time.time() - began) / 60, seed=a.seed), a.run / "checkpoint.pt")
    torch.save(dict(model=model.state_dict(), mean=mean, step=step, minutes=(time.time() - began) / 60, seed=a.seed), a.run / "checkpoint.pt")


if __name__ == "__main__":
    main()
