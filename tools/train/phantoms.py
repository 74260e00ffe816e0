"""Slices of phantoms that tools/phantoms/export.ts wrote with --format npy: folders of index.json, images, labels."""

import glob
import json
import pathlib

import numpy as np

WINDOWS = ((-160, 240), (-160, 240), (-1350, 150), (-1000, 400), (-200, 300), (-100, 300))


class Phantoms:
    def __init__(self, pattern):
        """pattern: a glob of exported folders."""
        self.volumes = []
        for index in sorted(glob.glob(pattern + "/index.json")):
            folder, says = pathlib.Path(index).parent, json.loads(pathlib.Path(index).read_text())
            for subject in says["subjects"]:
                image = np.load(folder / subject["image"], mmap_mode="r")
                modality = subject["subject"]["modality"]
                some = np.asarray(image[::4, ::2, ::2], np.float32)
                percentiles = tuple(np.percentile(some[some != 0], (0.5, 99.5))) if modality == "MR" else None
                self.volumes.append((image, np.load(folder / subject["labels"], mmap_mode="r"), says["spacingMm"], percentiles))

    def __len__(self):
        return len(self.volumes)

    def slice_of(self, rng, as_verified=False):
        """image in 0..1, labels, spacing along u and v in mm, in the radiological frame.

        as_verified: axial, in the customary window of the modality; else any plane and window.
        """
        while True:
            image, labels, spacing, percentiles = self.volumes[rng.integers(len(self.volumes))]
            plane = 0 if as_verified else int(rng.choice([0, 1, 2], p=[0.7, 0.15, 0.15]))
            index = int(rng.integers(image.shape[plane]))
            label = np.take(labels, index, plane)[::-1, ::-1]
            if (label > 0).sum() < 40:
                continue
            picture = np.take(image, index, plane)[::-1, ::-1].astype(np.float32)
            sx, sy, sz = [float(s) for s in spacing]
            su, sv = ((sx, sy), (sx, sz), (sy, sz))[plane]
            low, high = percentiles or WINDOWS[0 if as_verified else rng.integers(len(WINDOWS))]
            if not as_verified:
                width = high - low
                low, high = low + rng.normal() * 0.06 * width, high + rng.normal() * 0.06 * width
            return np.clip((picture - low) / (high - low), 0, 1).astype(np.float32), label.astype(np.int32), su, sv
