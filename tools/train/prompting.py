"""Simulated users: first prompts, corrective clicks, and the region of interest that follows from them.

Twin of core/models/isoPrompt/region.ts and of core/evaluation/promptProtocols.ts in what they share. Points are (u, v)
in slice pixels, strokes are lists of such points with a radius in pixels; a click is a stroke of one point.
"""

import numpy as np
from scipy import ndimage as ndi

from framing import letterbox, zoom


def depth_of(mask):
    """Distance to the nearest pixel outside; what lies beyond the slice is outside."""
    return ndi.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]


def largest_part(mask):
    parts, count = ndi.label(mask)
    return mask if count < 2 else parts == np.bincount(parts.ravel())[1:].argmax() + 1


def deepest(mask):
    v, u = np.unravel_index(depth_of(mask).argmax(), mask.shape)
    return float(u), float(v)


def inside_point(mask, rng):
    """A random point, the likelier the deeper it lies."""
    where = np.argwhere(mask)
    weight = depth_of(mask)[mask] ** rng.choice([0.5, 2.0])
    v, u = where[rng.choice(len(where), p=weight / weight.sum())]
    return float(u), float(v)


def tight_box(mask, margin=1.0):
    """(uMin, vMin, uMax, vMax), inclusive."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return [columns[0] - margin, rows[0] - margin, columns[-1] + margin, rows[-1] + margin]


def jittered(box, rng):
    w, h = box[2] - box[0] + 1, box[3] - box[1] + 1
    s = rng.choice([0.03, 0.08])
    box = [b + rng.normal() * s * d for b, d in zip(box, (w, h, w, h))]
    return [min(box[0], box[2] - 1), min(box[1], box[3] - 1), max(box[2], box[0] + 1), max(box[3], box[1] + 1)]


def scribble(mask, rng):
    points = [inside_point(mask, rng) for _ in range(rng.integers(2, 4))]
    return points, rng.uniform(0.5, 1.5)


def first_prompt(target, rng):
    """dict(pos, neg: strokes, box or None)."""
    prompt = dict(pos=[], neg=[], box=None)
    kind = rng.random()
    if kind < 0.54:
        box = tight_box(target, 1.0)
        prompt["box"] = box if rng.random() < 0.75 else jittered(box, rng)
        if rng.random() < 0.12:
            prompt["pos"].append(([inside_point(target, rng)], 0.0))
    elif kind < 0.92:
        point = deepest(target) if rng.random() < 0.5 else inside_point(target, rng)
        prompt["pos"].append(([point], 0.0))
    else:
        prompt["pos"].append(scribble(target, rng))
    if rng.random() < 0.12:
        near = ndi.binary_dilation(target, iterations=int(rng.integers(3, 12))) & ~ndi.binary_dilation(target, iterations=1)
        if near.sum() > 4:
            prompt["neg"].append(scribble(near, rng) if rng.random() < 0.3 else ([inside_point(near, rng)], 0.0))
    return prompt


def correct(prompt, answer, target, rng):
    """Adds a click at the largest error component; nothing where the answer is right."""
    miss, excess = target & ~answer, answer & ~target
    a, b = largest_part(miss), largest_part(excess)
    wrong, side = (a, "pos") if a.sum() >= b.sum() else (b, "neg")
    if wrong.sum() < 3:
        return
    point = deepest(wrong) if rng.random() < 0.7 else inside_point(wrong, rng)
    prompt[side].append(([point], 0.0))


def kept(answer, strokes):
    """The parts of an answer that a positive stroke touches (within a pixel); the largest where none does."""
    parts, count = ndi.label(answer)
    if count < 2:
        return answer
    keep = set()
    for points, _ in strokes:
        for u, v in points:
            around = parts[max(0, int(round(v)) - 1):int(round(v)) + 2, max(0, int(round(u)) - 1):int(round(u)) + 2]
            keep |= set(np.unique(around)) - {0}
    return np.isin(parts, list(keep)) if keep else parts == np.bincount(parts.ravel())[1:].argmax() + 1


def close_up(shape, su, sv, prompt, share):
    """A frame centred on the first positive point, `share` of the slice's frame wide."""
    u, v = prompt["pos"][0][0][0]
    size = letterbox(shape[1], shape[0], su, sv)[2] * share
    return ((u + 0.5) * su - size / 2, (v + 0.5) * sv - size / 2, size)


def region(shape, su, sv, prompt, answer=None):
    """The frame: round the box, else round the previous answer, and round all positive strokes; else the slice."""
    height, width = shape
    whole = letterbox(width, height, su, sv)
    if prompt["box"] is not None:
        u0, v0, u1, v1 = prompt["box"]
        bounds = [u0 * su, v0 * sv, (u1 + 1) * su, (v1 + 1) * sv]
    elif answer is not None and answer.any():
        u0, v0, u1, v1 = tight_box(answer, 0.0)
        bounds = [u0 * su, v0 * sv, (u1 + 1) * su, (v1 + 1) * sv]
    else:
        return whole
    for points, _ in prompt["pos"]:
        for u, v in points:
            bounds = [min(bounds[0], u * su), min(bounds[1], v * sv), max(bounds[2], (u + 1) * su), max(bounds[3], (v + 1) * sv)]
    return zoom(bounds, su, sv, whole[2])
