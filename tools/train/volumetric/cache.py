"""Phantoms at the working spacing, once: cache.py EXPORTED OUT [--spacing 6] [--recipe nnunet|sat]

EXPORTED is a folder of tools/phantoms/export.ts (npy, 3 mm, z y x). nnunet: z-score over the volume, then order 3 as
nnU-Net resamples. sat: linear resampling, cropped to values above 0, clipped (CT −500 to 1000, else 0.5 to 99.5
percentile), z-score, x y z. Labels take the nearest voxel.
"""
import argparse
import json
import pathlib

import numpy as np
from scipy import ndimage


def resized(data, shape, order):
    factor = np.array(shape) / np.array(data.shape)
    return ndimage.zoom(data, factor, order=order, mode="nearest", grid_mode=True)


def nnunet(image, labels, spacing, modality):
    shape = np.round(np.array(image.shape) * 3.0 / spacing).astype(int)
    image = (image - image.mean()) / max(image.std(), 1e-8)
    return resized(image, shape, 3), resized(labels, shape, 0)


def sat(image, labels, spacing, modality):
    image, labels = image.transpose(2, 1, 0), labels.transpose(2, 1, 0)
    shape = np.round(np.array(image.shape) * 3.0 / spacing).astype(int)
    image, labels = resized(image, shape, 1), resized(labels, shape, 0)
    inside = np.argwhere(image > 0)
    box = tuple(slice(low, high + 1) for low, high in zip(inside.min(0), inside.max(0)))
    image, labels = image[box], labels[box]
    low, high = (-500, 1000) if modality == "CT" else np.percentile(image, (0.5, 99.5))
    image = np.clip(image, low, high)
    return (image - image.mean()) / max(image.std(), 1e-8), labels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exported", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--spacing", type=float, default=6)
    parser.add_argument("--recipe", choices=("nnunet", "sat"), default="nnunet")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    recipe = dict(nnunet=nnunet, sat=sat)[args.recipe]
    for row in json.loads((args.exported / "index.json").read_text())["subjects"]:
        out = args.out / pathlib.Path(row["image"]).name.replace(".npy", ".npz")
        if out.exists():
            continue
        modality = row["subject"]["modality"]
        image = np.load(args.exported / row["image"]).astype(np.float32)
        image, labels = recipe(image, np.load(args.exported / row["labels"]), args.spacing, modality)
        np.savez(out, image=image.astype(np.float16), labels=labels, modality=modality)
    print(len(list(args.out.glob("*.npz"))), "in", args.out)


if __name__ == "__main__":
    main()
