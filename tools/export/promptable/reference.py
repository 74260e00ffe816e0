"""Preparation of a slice and of prompts as the models' own code does it (PIL, scikit-image, OpenCV, numpy), and masks from answers."""
import cv2
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


def lite_medsam_pixels(picture, size):
    """Longest side by the mean over areas, in whole steps; least to greatest as 0 to 1, then zeros below and to the right."""
    rows, columns = inner_size(*picture.shape, size)
    resized = cv2.resize(np.repeat(picture[:, :, None], 3, 2), (columns, rows), interpolation=cv2.INTER_AREA)
    unit = (resized - resized.min()) / np.clip(float(resized.max()) - float(resized.min()), 1e-8, None)
    pixels = np.zeros((1, 3, size, size), np.float32)
    pixels[0, :, :rows, :columns] = unit.transpose(2, 0, 1)
    return torch.from_numpy(pixels)


def sam_med2d_pixels(picture, size):
    """Mean and deviation, stretched by nearest pixels."""
    unit = (picture.astype(np.float32)[:, :, None] - MEAN) / STD
    return torch.from_numpy(cv2.resize(unit, (size, size), interpolation=cv2.INTER_NEAREST).transpose(2, 0, 1)[None].copy())


def sam_points(points, height, width, size):
    """Points [n, 2] in the frame, each axis by its own scale."""
    rows, columns = inner_size(height, width, size)
    return points * np.array([columns / width, rows / height], np.float32)


def stretched_points(points, height, width, size):
    return points * np.array([size / width, size / height], np.float32)


def lite_medsam_points(points, height, width, size):
    """Both axes by the longest side's scale, fractions cut off."""
    return np.trunc(points * np.float64(size / max(height, width))).astype(np.float32)


def sam_mask(low, height, width, size):
    """Logits to the frame, the padding cut off, to the slice; above 0."""
    rows, columns = inner_size(height, width, size)
    framed = F.interpolate(low[None, None], (size, size), mode='bilinear', align_corners=False)[..., :rows, :columns]
    return F.interpolate(framed, (height, width), mode='bilinear', align_corners=False)[0, 0]


def lite_medsam_mask(low, height, width, size):
    """The padding cut off the answer, which is as large as the frame, then to the slice; probabilities above one half are logits above 0."""
    rows, columns = inner_size(height, width, size)
    return F.interpolate(low[None, None, :rows, :columns], (height, width), mode='bilinear', align_corners=False)[0, 0].sigmoid() - 0.5


def sam_med2d_mask(low, height, width, size):
    """Logits to the frame, then to the slice; above 0."""
    return F.interpolate(F.interpolate(low[None, None], (size, size), mode='bilinear', align_corners=False), (height, width), mode='bilinear', align_corners=False)[0, 0]


def medsam_mask(low, height, width, _size):
    """Probabilities first, then to the slice; above one half."""
    return F.interpolate(low.sigmoid()[None, None], (height, width), mode='bilinear', align_corners=False)[0, 0] - 0.5


# How a convention's own code prepares, places clicks and corners, and makes a mask of an answer.
STEPS = {
    'meta': (sam_pixels, sam_points, sam_mask), 'transformers': (sam_pixels, sam_points, sam_mask), 'medsam': (medsam_pixels, stretched_points, medsam_mask),
    'lite-medsam': (lite_medsam_pixels, lite_medsam_points, lite_medsam_mask), 'sam-med2d': (sam_med2d_pixels, stretched_points, sam_med2d_mask),
}
