"""Montage of axial, coronal and sagittal slices of scans, for looking at phantoms beside real ones.

Usage: python tools/phantoms/picture.py OUT.png SCAN [SCAN ...]
SCAN is a NIfTI file, or an exported phantom's images/NNNNN.npy (its labels are outlined with --outline). Needs
numpy and pillow, and nibabel for NIfTI. CT is recognised by negative values below -500 and shown in [-160, 240] HU.
"""
import json
import os
import sys

import numpy as np
from PIL import Image


def load(path):
    """Image as x, y, z (RAS), spacing in mm, labels or None."""
    if path.endswith('.npy'):
        folder = os.path.dirname(os.path.dirname(path))
        spacing = json.load(open(os.path.join(folder, 'index.json')))['spacingMm']
        labels = os.path.join(folder, 'labels', os.path.basename(path))
        return np.load(path).T.astype(np.float32), spacing, np.load(labels).T if os.path.exists(labels) else None
    import nibabel
    scan = nibabel.as_closest_canonical(nibabel.load(path))
    return np.asarray(scan.dataobj).astype(np.float32), scan.header.get_zooms()[:3], None


def montage(image, spacing, labels, columns=6):
    low, high = (-160, 240) if image.min() < -500 else (0, np.percentile(image, 99.5))
    grey = (np.clip((image - low) / (high - low), 0, 1) * 255).astype(np.uint8)
    rgb = np.repeat(grey[..., None], 3, 3)
    if labels is not None:
        for axis in range(3):
            edge = np.diff(labels, axis=axis, append=0) != 0
            rgb[edge & (labels > 0)] = [255, 180, 0]
    tiles = []
    for axis, share in ((2, (0.03, 0.97)), (1, (0.18, 0.8)), (0, (0.22, 0.8))):
        n = image.shape[axis]
        keep = [a for a in range(3) if a != axis]
        row = []
        for index in np.linspace(n * share[0], n * share[1], columns).astype(int)[::-1]:
            plane = np.take(rgb, index, axis=axis)
            flip = plane[::-1, ::-1].swapaxes(0, 1)
            row.append(np.asarray(Image.fromarray(flip).resize([int(image.shape[a] * spacing[a] / 1.5) for a in keep])))
        tiles.append(row)
    return tiles


def stack(rows):
    rows = [np.concatenate([np.pad(t, ((0, max(x.shape[0] for x in row) - t.shape[0]), (0, 4), (0, 0))) for t in row], 1) for row in rows]
    width = max(row.shape[1] for row in rows)
    return np.concatenate([np.pad(row, ((0, 4), (0, width - row.shape[1]), (0, 0))) for row in rows], 0)


if __name__ == '__main__':
    arguments = [a for a in sys.argv[1:] if a != '--outline']
    rows = []
    for path in arguments[1:]:
        image, spacing, labels = load(path)
        rows += montage(image, spacing, labels if '--outline' in sys.argv else None)
    Image.fromarray(stack(rows)).save(arguments[0])
