"""Preparation of a slice as the models' own code does it (PIL, scikit-image, numpy), and the answers of the unexported model."""
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from skimage import transform

MEAN, STD = np.array([123.675, 116.28, 103.53], np.float32), np.array([58.395, 57.12, 57.375], np.float32)


def ct_slice(seed=3, width=90, height=70):
    """A slice in HU with soft shapes, an edge and noise; wider than high."""
    rng = np.random.default_rng(seed)
    v, u = np.mgrid[:height, :width].astype(np.float32)
    body = ((u - 45) / 40) ** 2 + ((v - 34) / 30) ** 2 < 1
    organ = ((u - 30) / 12) ** 2 + ((v - 30) / 16) ** 2 < 1
    return (np.where(body, 20 + 60 * organ + 25 * np.sin(u / 7) * np.cos(v / 5), -900) + rng.normal(0, 12, u.shape)).astype(np.float32)


def bytes_of(image, low, high):
    """0 to 255 in whole steps, as the models' own pictures are."""
    return np.floor(np.clip((image.astype(np.float64) - low) / (high - low), 0, 1) * 255 + 0.5).astype(np.uint8)


def inner_size(height, width, size):
    scale = size / max(height, width)
    return int(height * scale + 0.5), int(width * scale + 0.5)


def sam_pixels(picture, size):
    """Longest side by PIL's bilinear filter, mean and deviation, then zeros below and to the right."""
    rows, columns = inner_size(*picture.shape, size)
    resized = np.asarray(Image.fromarray(picture).resize((columns, rows), Image.BILINEAR), np.float32)
    pixels = np.zeros((1, 3, size, size), np.float32)
    pixels[0, :, :rows, :columns] = (resized[None] - MEAN[:, None, None]) / STD[:, None, None]
    return torch.from_numpy(pixels)


def medsam_pixels(picture, size):
    """Stretched by cubic splines to whole steps, then least to greatest as 0 to 1."""
    resized = transform.resize(np.repeat(picture[:, :, None], 3, 2), (size, size), order=3, preserve_range=True, anti_aliasing=True).astype(np.uint8)
    unit = (resized - resized.min()) / np.clip(float(resized.max()) - float(resized.min()), 1e-8, None)
    return torch.from_numpy(unit.astype(np.float32).transpose(2, 0, 1)[None])


def sam_mask(low, height, width, size):
    """Logits to the frame, the padding cut off, to the slice; above 0."""
    rows, columns = inner_size(height, width, size)
    framed = F.interpolate(low[None, None], (size, size), mode='bilinear', align_corners=False)[..., :rows, :columns]
    return F.interpolate(framed, (height, width), mode='bilinear', align_corners=False)[0, 0]


def medsam_mask(low, height, width, _size):
    """Probabilities first, then to the slice; above one half."""
    return F.interpolate(low.sigmoid()[None, None], (height, width), mode='bilinear', align_corners=False)[0, 0] - 0.5
