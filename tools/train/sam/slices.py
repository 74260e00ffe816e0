"""Slices of exported phantoms as the manifest prepares them: window, whole steps, longest side to 256, mean and deviation, padding."""
import json
import pathlib

import numpy as np
from PIL import Image

from config import SIZE

MEAN, STD = np.array([123.675, 116.28, 103.53], np.float32), np.array([58.395, 57.12, 57.375], np.float32)
SOFT, LUNG = (-160.0, 240.0), (-1350.0, 150.0)
LUNGS = (6, 7)
LEAST_PIXELS = 24


class Phantoms:
    """A folder of tools/phantoms/export.ts (npy, z y x), read slice by slice."""

    def __init__(self, folder, take=slice(None)):
        folder = pathlib.Path(folder)
        self.cases = []
        for row in json.loads((folder / "index.json").read_text())["subjects"][take]:
            image, labels = (np.load(folder / row[key]) for key in ("image", "labels"))
            modality = row["subject"]["modality"]
            window = SOFT if modality == "CT" else tuple(np.percentile(image[image != 0], (0.5, 99.5)))
            self.cases.append((image, labels, modality, window))

    def draw(self, rng, augmented=True):
        """picture float32 0..255 (256, 256) before normalising, the inner (rows, columns), and {organ: mask (256, 256)}."""
        while True:
            image, labels, modality, window = self.cases[rng.integers(len(self.cases))]
            axis = 0 if rng.random() < 0.85 else int(rng.integers(1, 3))
            at = int(rng.integers(image.shape[axis]))
            # The screen's slices have the front above: y runs down the picture.
            plane, marks = (np.take(it, at, axis)[::-1] for it in (image, labels))
            organs = [int(it) for it in np.unique(marks) if it > 0]
            lung = modality == "CT" and rng.random() < 0.2
            if lung:
                organs, window = [it for it in organs if it in LUNGS], LUNG
            organs = [it for it in organs if (marks == it).sum() >= LEAST_PIXELS]
            if organs:
                return prepared(plane, marks, organs, window, rng if augmented else None)


def prepared(plane, marks, organs, window, rng):
    low, high = window
    if rng is not None:
        if rng.random() < 0.5:
            plane, marks = plane[:, ::-1], marks[:, ::-1]
        if rng.random() < 0.25:
            plane, marks = plane[::-1], marks[::-1]
        if rng.random() < 0.6:
            plane, marks = cropped(plane, marks, rng)
        wide = high - low
        low, high = low + wide * rng.normal(0, 0.06), high + wide * rng.normal(0, 0.1)
        organs = [it for it in organs if (marks == it).sum() >= LEAST_PIXELS] or [int(np.bincount(marks[marks > 0]).argmax())] if (marks > 0).any() else []
    unit = np.clip((plane.astype(np.float32) - low) / max(high - low, 1e-6), 0, 1)
    if rng is not None:
        unit = unit ** np.exp(rng.normal(0, 0.2))
        if rng.random() < 0.5:
            unit = np.clip(unit + rng.normal(0, rng.uniform(0, 0.06), unit.shape), 0, 1)
        if rng.random() < 0.15:
            unit = 1 - unit
    picture = np.floor(unit * 255 + 0.5).astype(np.uint8)
    scale = SIZE / max(picture.shape)
    rows, columns = (int(n * scale + 0.5) for n in picture.shape)
    fit = lambda it, how: np.asarray(Image.fromarray(np.ascontiguousarray(it)).resize((columns, rows), how), np.float32)
    framed = np.zeros((SIZE, SIZE), np.float32)
    framed[:rows, :columns] = fit(picture, Image.BILINEAR)
    masks = {}
    for organ in organs:
        mask = np.zeros((SIZE, SIZE), np.float32)
        mask[:rows, :columns] = fit((marks == organ).astype(np.uint8) * 255, Image.BILINEAR) > 127.5
        if mask.any():
            masks[organ] = mask
    return framed, (rows, columns), masks


def cropped(plane, marks, rng):
    """A window of 60 to 100 % of either side, so that organs come in many sizes."""
    rows, columns = (int(n * rng.uniform(0.6, 1)) for n in plane.shape)
    v, u = (int(rng.integers(n - m + 1)) for n, m in zip(plane.shape, (rows, columns)))
    return plane[v:v + rows, u:u + columns], marks[v:v + rows, u:u + columns]


def normalised(framed, inner):
    out = np.zeros((3, SIZE, SIZE), np.float32)
    rows, columns = inner
    out[:, :rows, :columns] = (framed[None, :rows, :columns] - MEAN[:, None, None]) / STD[:, None, None]
    return out
