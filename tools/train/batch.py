"""Turns prompts on slices into the decoder's tensors, and its logits back into masks on the slice."""

import numpy as np
import torch

from channels import prompt_channels
from framing import between_frames, into_frame, letterbox, out_of_frame
from network import CANVAS, CONTEXT_SIZE, FEATURE_SIZE, ROI

OUTSIDE_LOGIT = -8.0


def canvas_of(image, su, sv):
    h, w = image.shape
    rows, columns = into_frame(w, h, su, sv, letterbox(w, h, su, sv), CANVAS)
    return rows @ image @ columns.T


def strokes_in(frame, su, sv, strokes):
    """Rows x0, y0, x1, y1, radius in ROI pixels (centres at integers)."""
    x, y, size = frame
    step = size / ROI
    found = []
    for points, radius in strokes:
        at = [(((u + 0.5) * su - x) / step - 0.5, ((v + 0.5) * sv - y) / step - 0.5) for u, v in points]
        for a, b in zip(at, at[1:] or at):
            found.append([*a, *b, radius * min(su, sv) / step])
    return found


def padded(rows):
    most = max(1, max(len(r) for r in rows))
    out = np.zeros((len(rows), most, 5), np.float32)
    for i, r in enumerate(rows):
        if r:
            out[i, :len(r)] = r
    return torch.from_numpy(out), torch.tensor([len(r) for r in rows])


def decoder_inputs(items):
    """items: dicts image, su, sv, prompt, frame, previous (probabilities on the slice, or None).

    Returns prompt [N, 13, ROI, ROI] and the context matrices (rows, columns) [N, CONTEXT_SIZE, FEATURE_SIZE].
    """
    images, previous, rows, columns, scale, boxes, has_box, pixel = [], [], [], [], [], [], [], []
    for it in items:
        h, w = it["image"].shape
        frame, su, sv = it["frame"], it["su"], it["sv"]
        whole = letterbox(w, h, su, sv)
        r, c = into_frame(w, h, su, sv, frame, ROI)
        images.append(r @ it["image"] @ c.T)
        previous.append(np.zeros((ROI, ROI), np.float32) if it["previous"] is None else r @ it["previous"] @ c.T)
        r, c = between_frames(whole, FEATURE_SIZE, frame, CONTEXT_SIZE)
        rows.append(r)
        columns.append(c)
        scale.append(frame[2] / whole[2])
        box, step = it["prompt"]["box"], frame[2] / ROI
        has_box.append(box is not None)
        pixel.append([su / step, sv / step])
        box = box or [0, 0, 0, 0]
        boxes.append([(box[0] * su - frame[0]) / step, (box[1] * sv - frame[1]) / step,
                      ((box[2] + 1) * su - frame[0]) / step, ((box[3] + 1) * sv - frame[1]) / step])
    pos, n_pos = padded([strokes_in(it["frame"], it["su"], it["sv"], it["prompt"]["pos"]) for it in items])
    neg, n_neg = padded([strokes_in(it["frame"], it["su"], it["sv"], it["prompt"]["neg"]) for it in items])
    tensor = lambda a: torch.from_numpy(np.asarray(a, np.float32))
    prompt = prompt_channels(tensor(images), pos, n_pos, neg, n_neg, tensor(boxes), tensor(has_box), tensor(pixel),
                             tensor(previous), tensor([it["previous"] is not None for it in items]), tensor(scale))
    return prompt, tensor(rows), tensor(columns)


def context_of(features, rows, columns):
    """features [N, C, s, s] under each prompt's frame: [N, C, CONTEXT_SIZE, CONTEXT_SIZE]."""
    return rows.unsqueeze(1) @ features @ columns.unsqueeze(1).transpose(2, 3)


def on_slice(logits, it):
    """[ROI, ROI] logits back on the slice; OUTSIDE_LOGIT beyond the frame."""
    h, w = it["image"].shape
    rows, columns = out_of_frame(w, h, it["su"], it["sv"], it["frame"], ROI)
    covered = np.outer(rows.sum(1), columns.sum(1))
    return rows @ np.clip(logits, -8, 8) @ columns.T + OUTSIDE_LOGIT * (1 - covered)


def target_in_frame(it):
    h, w = it["image"].shape
    r, c = into_frame(w, h, it["su"], it["sv"], it["frame"], ROI)
    return r @ it["target"].astype(np.float32) @ c.T
