"""The 13 prompt channels of the decoder, drawn for a batch. Twin of core/models/isoPrompt/channels.ts.

0 image  1 positive strokes  2 negative strokes  3 box, one half in its outermost
pixel (of the slice)  4 previous mask (2p - 1; 0 where none)
5 exp(-((I-mu)/2sigma)^2)  6 exp(-((I-mu)/.1)^2)  7 I - mu, clipped to +-.5, doubled  8 likeness to negatives
9 histogram posterior (inside against outside)  10, 11 exp(-geodesic distance) from positives, from negatives and
the outside of the box  12 size of the region over the size of the slice
"""

import torch
from torch.nn import functional as F

from network import ROI

SPREAD = 2.0
BINS = 32
HALF = ROI // 2


def stroke_map(segments, count):
    """segments [N, S, 5]: x0, y0, x1, y1, radius in ROI pixels (centres at integers); the first count[n] are real.

    Returns [N, ROI, ROI]: the largest exp(-d^2 / 2 SPREAD^2), d being the distance beyond the stroke's radius.
    """
    n, s, _ = segments.shape
    if s == 0:
        return torch.zeros(n, ROI, ROI)
    axis = torch.arange(ROI, dtype=torch.float32)
    px, py = axis.view(1, 1, 1, ROI), axis.view(1, 1, ROI, 1)
    x0, y0, x1, y1, radius = [segments[..., i].view(n, s, 1, 1) for i in range(5)]
    dx, dy = x1 - x0, y1 - y0
    t = (((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy).clamp(min=1e-6)).clamp(0, 1)
    distance = torch.sqrt((px - x0 - t * dx) ** 2 + (py - y0 - t * dy) ** 2)
    beyond = (distance - radius).clamp(min=0)
    value = torch.exp(-beyond * beyond / (2 * SPREAD * SPREAD))
    real = torch.arange(s).view(1, s) < count.view(n, 1)
    return (value * real.view(n, s, 1, 1)).amax(1)


def box_map(boxes, has_box):
    """boxes [N, 4]: left, top, right, bottom in ROI pixel edges. Covered share of each pixel, [N, ROI, ROI]."""
    edge = torch.arange(ROI, dtype=torch.float32).view(1, ROI)

    def cover(low, high):
        return (torch.minimum(edge + 1, high.view(-1, 1)) - torch.maximum(edge, low.view(-1, 1))).clamp(0, 1)

    value = cover(boxes[:, 1], boxes[:, 3]).unsqueeze(2) * cover(boxes[:, 0], boxes[:, 2]).unsqueeze(1)
    return value * has_box.view(-1, 1, 1)


def core_map(boxes, has_box):
    """A Gaussian in the middle of the box, an eighth of it wide, and a flat ellipse inscribed in nine tenths of it."""
    axis = torch.arange(ROI, dtype=torch.float32) + 0.5
    cx, cy = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    w, h = (boxes[:, 2] - boxes[:, 0]).clamp(min=1), (boxes[:, 3] - boxes[:, 1]).clamp(min=1)
    x = ((axis.view(1, 1, ROI) - cx.view(-1, 1, 1)) / w.view(-1, 1, 1)) ** 2
    y = ((axis.view(1, ROI, 1) - cy.view(-1, 1, 1)) / h.view(-1, 1, 1)) ** 2
    on = has_box.view(-1, 1, 1)
    return torch.exp(-32 * (x + y)) * on, ((x + y) < 0.2025).float() * on


def weighted(image, weight):
    """Mean and deviation of the image under a weight, and whether there is any weight; all [N, 1, 1]."""
    total = weight.sum((1, 2), keepdim=True)
    mean = (image * weight).sum((1, 2), keepdim=True) / total.clamp(min=1e-6)
    variance = (((image - mean) ** 2) * weight).sum((1, 2), keepdim=True) / total.clamp(min=1e-6)
    return mean, torch.sqrt(variance), (total > 1e-3).float()


def histogram(image, weight):
    """[N, BINS]: linear-interpolated, smoothed by 1 4 6 4 1, summing to 1 (or 0 without weight)."""
    n = image.shape[0]
    at = (image * (BINS - 1)).reshape(n, -1)
    low = at.floor().clamp(0, BINS - 2)
    share = at - low
    w = weight.reshape(n, -1)
    bins = torch.zeros(n, BINS)
    bins.scatter_add_(1, low.long(), w * (1 - share))
    bins.scatter_add_(1, low.long() + 1, w * share)
    kernel = torch.tensor([1.0, 4, 6, 4, 1]).view(1, 1, 5) / 16
    bins = F.conv1d(bins.unsqueeze(1), kernel, padding=2).squeeze(1)
    return bins / bins.sum(1, keepdim=True).clamp(min=1e-6)


def posterior(image, inside, outside):
    front, back = histogram(image, inside), histogram(image, outside)
    ratio = front / (front + back + 1e-4) * 2 - 1
    at = (image * (BINS - 1)).reshape(image.shape[0], -1)
    low = at.floor().clamp(0, BINS - 2)
    share = at - low
    value = torch.gather(ratio, 1, low.long()) * (1 - share) + torch.gather(ratio, 1, low.long() + 1) * share
    return value.reshape(image.shape)


FAR = 20.0
SLACK, WEIGHT, STEP = 0.015, 8.0, 0.01


def geodesic(image, seeds):
    """image, seeds [N, HALF, HALF]; distance along paths whose cost is WEIGHT max(0, |dI| - SLACK) + STEP.

    Two rounds of sweeps down, up, right, left, each from the three neighbours of the line before.
    """
    distance = torch.where(seeds, 0.0, FAR)
    for _ in range(2):
        for axis in (1, 2):
            picture = image if axis == 1 else image.transpose(1, 2)
            field = distance if axis == 1 else distance.transpose(1, 2)
            wide = F.pad(picture, (1, 1), value=100.0)
            costs = [WEIGHT * ((picture[:, 1:] - wide[:, :-1, s:s + HALF]).abs() - SLACK).clamp(min=0) + STEP for s in range(3)]
            back = [WEIGHT * ((picture[:, :-1] - wide[:, 1:, s:s + HALF]).abs() - SLACK).clamp(min=0) + STEP for s in range(3)]
            down = torch.stack(costs)
            up = torch.stack(back)
            lines = list(field.unbind(1))
            for order in (range(1, HALF), range(HALF - 2, -1, -1)):
                for i in order:
                    forward = order.step > 0
                    before = F.pad(lines[i - 1] if forward else lines[i + 1], (1, 1), value=FAR)
                    cost = down[:, :, i - 1] if forward else up[:, :, i]
                    reach = (before.unfold(1, HALF, 1).permute(1, 0, 2) + cost).amin(0)
                    lines[i] = torch.minimum(lines[i], reach)
            field = torch.stack(lines, 1)
            distance = field if axis == 1 else field.transpose(1, 2)
    return distance


def doubled(half):
    """[N, HALF, HALF] -> [N, ROI, ROI], each pixel repeated."""
    return half.repeat_interleave(2, 1).repeat_interleave(2, 2)


def prompt_channels(image, positives, n_positive, negatives, n_negative, boxes, has_box, pixel, previous, has_previous, scale):
    """image, previous [N, ROI, ROI]; strokes [N, S, 5] and counts [N]; boxes [N, 4]; pixel [N, 2]: a slice
    pixel's width and height in ROI pixels; flags and scale [N]. -> [N, 13, ROI, ROI]"""
    pos, neg = stroke_map(positives, n_positive), stroke_map(negatives, n_negative)
    box = box_map(boxes, has_box)
    inset = box_map(boxes + torch.cat([pixel, -pixel], 1), has_box)
    core, ellipse = core_map(boxes, has_box)
    any_pos = (n_positive > 0).float().view(-1, 1, 1)
    with_box = has_box.view(-1, 1, 1)
    with_prev = has_previous.view(-1, 1, 1)
    prev = (2 * previous - 1) * with_prev
    weight = pos * pos * any_pos + (1 - any_pos) * (core * with_box + (1 - with_box) * previous * with_prev)
    mean, spread, known = weighted(image, weight)
    away = image - mean
    like_wide = torch.exp(-(away / (2 * (spread + 0.02))) ** 2) * known
    like_narrow = torch.exp(-(away / 0.1) ** 2) * known
    difference = away.clamp(-0.5, 0.5) * 2 * known
    mean_neg, _, known_neg = weighted(image, neg * neg)
    like_neg = torch.exp(-((image - mean_neg) / 0.1) ** 2) * known_neg
    inside = previous * with_prev + (1 - with_prev) * (ellipse * with_box + (1 - with_box) * pos * pos)
    outside = (1 - previous) * with_prev + (1 - with_prev) * ((1 - box) * with_box + (1 - with_box))
    likely = posterior(image, inside, outside)
    half = F.avg_pool2d(image.unsqueeze(1), 2).squeeze(1)

    def pooled(field):
        return F.avg_pool2d(field.unsqueeze(1), 2).squeeze(1)

    seeds_pos = pooled(pos + (1 - any_pos) * core * with_box) > 0.6
    seeds_neg = (pooled(neg) > 0.6) | ((pooled(box) < 0.01) & (with_box > 0))
    reach = torch.exp(-geodesic(torch.cat([half, half]), torch.cat([seeds_pos, seeds_neg])))
    n = image.shape[0]
    size = scale.view(-1, 1, 1).expand(n, ROI, ROI)
    return torch.stack([image, pos, neg, (box + inset) / 2, prev, like_wide, like_narrow, difference, like_neg, likely,
                        doubled(reach[:n]), doubled(reach[n:]), size], 1)
