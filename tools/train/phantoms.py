"""Slices of exported phantoms: .npz files with image [z, y, x] (HU on CT), labels [z, y, x], spacing (x, y, z) mm, modality."""

import glob

import numpy as np

WINDOWS = ((-160, 240), (-160, 240), (-1000, 400), (-200, 300), (-100, 300), (-1350, 150))


class Phantoms:
    def __init__(self, pattern):
        self.volumes = []
        for path in sorted(glob.glob(pattern)):
            with np.load(path) as file:
                image = file["image"].astype(np.float32)
                modality = str(file["modality"])
                body = image[image != 0]
                percentiles = tuple(np.percentile(body, (0.5, 99.5))) if modality == "MR" else None
                self.volumes.append((image, file["labels"], file["spacing"], modality, percentiles))

    def __len__(self):
        return len(self.volumes)

    def slice_of(self, rng, axial=False):
        """image in 0..1, labels, spacing along u and v in mm."""
        while True:
            image, labels, spacing, modality, percentiles = self.volumes[rng.integers(len(self.volumes))]
            plane = 0 if axial else int(rng.choice([0, 1, 2], p=[0.7, 0.15, 0.15]))
            index = int(rng.integers(image.shape[plane]))
            picture, label = np.take(image, index, plane), np.take(labels, index, plane)
            if (label > 0).sum() < 40:
                continue
            sx, sy, sz = [float(s) for s in spacing]
            su, sv = ((sx, sy), (sx, sz), (sy, sz))[plane]
            low, high = percentiles or WINDOWS[rng.integers(1 if axial else len(WINDOWS))]
            if not axial:
                width = high - low
                low, high = low + rng.normal() * 0.06 * width, high + rng.normal() * 0.06 * width
            return np.clip((picture - low) / (high - low), 0, 1).astype(np.float32), label.astype(np.int32), su, sv
