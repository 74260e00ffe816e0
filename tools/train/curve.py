"""Draws training-curve.png from log.csv: loss and soft Dice of the training prompts, Dice of held-back slices.

usage: python curve.py LOG.csv OUT.png
"""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

with open(sys.argv[1]) as file:
    rows = list(csv.DictReader(file))
steps = [int(r["step"]) for r in rows]
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), dpi=110)
left.plot(steps, [float(r["loss"]) for r in rows], color="#333333")
left.set(xlabel="step", ylabel="loss (soft Dice + weighted cross-entropy)")
right.plot(steps, [float(r["soft_dice"]) for r in rows], color="#999999", label="training prompts, soft Dice")
for name, colour in (("box", "#0072B2"), ("point", "#D55E00"), ("corrective3", "#009E73")):
    known = [(int(r["step"]), float(r[name])) for r in rows if r[name]]
    if known:
        right.plot(*zip(*known), "o-", color=colour, label=f"held-back slices, {name}")
right.set(xlabel="step", ylabel="Dice", ylim=(0, 1))
right.legend(fontsize=7)
figure.tight_layout()
figure.savefig(sys.argv[2])
