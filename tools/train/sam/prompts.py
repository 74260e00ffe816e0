"""Simulated users on the 256 frame: boxes, clicks and corrective clicks, as points with Meta's labels."""
import numpy as np
from scipy import ndimage


def box_of(mask, rng, shake=True):
    v, u = np.nonzero(mask)
    box = np.array([u.min(), v.min(), u.max(), v.max()], np.float32)
    # A voxel of the slice is about two pixels of the frame; the app's box has a margin of one voxel.
    margin = rng.uniform(0, 6, 4) if shake else np.full(4, 2.0)
    box = box + margin * (-1, -1, 1, 1)
    if shake and rng.random() < 0.3:
        box += rng.normal(0, 0.08, 4) * np.tile(box[2:] - box[:2], 2)
    return np.clip(box, 0, mask.shape[0] - 1).reshape(2, 2).astype(np.float32)


def deepest(region):
    depth = ndimage.distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]
    v, u = np.unravel_index(depth.argmax(), depth.shape)
    return u, v


def click_in(region, rng):
    """The deepest place as often as any; (u, v)."""
    if rng.random() < 0.5:
        return deepest(region)
    v, u = np.nonzero(region)
    at = rng.integers(len(u))
    return u[at], v[at]


def correction(mask, answer, rng):
    """A click in the largest error, with its label; inside the mask where there is no error."""
    missed, extra = (mask > 0) & ~answer, (mask == 0) & answer
    pieces, n = ndimage.label(missed | extra)
    if n == 0:
        return click_in(mask > 0, rng), 1
    piece = pieces == np.bincount(pieces.ravel())[1:].argmax() + 1
    u, v = deepest(piece) if rng.random() < 0.8 else click_in(piece, rng)
    return (u, v), int(mask[v, u] > 0)
