"""Draws training-curve.png from training-log.csv: curve.py BUNDLE... (loss and Dice of the training views, and their running means)"""
import csv
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

WINDOW = 15

for bundle in map(pathlib.Path, sys.argv[1:]):
    with open(bundle / "training-log.csv") as file:
        names, *rows = list(csv.reader(file))
    rows = np.array(rows, float)
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.2), dpi=110)
    for axis, column, label in zip(axes, (1, 2), ("loss", names[2].replace("_", " ") + ", training views")):
        smooth = [np.nanmean(rows[max(0, n - WINDOW + 1):n + 1, column]) for n in range(len(rows))]
        axis.plot(rows[:, 0], rows[:, column], color="#bbbbbb", linewidth=0.7, label="one view")
        axis.plot(rows[:, 0], smooth, color="#0072B2", label=f"mean of {WINDOW} logged steps")
        axis.set(xlabel="step", ylabel=label)
    axes[1].set_ylim(0, 1)
    axes[1].legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(bundle / "training-curve.png")
    plt.close(figure)
