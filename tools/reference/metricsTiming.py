"""Times google-deepmind/surface-distance (PyPI: surface-distance 0.1) on a pair of masks.

usage: metricsTiming.py PREDICTION REFERENCE NX NY NZ SX SY SZ TOLERANCE REPEATS
Masks are raw bytes 0/1, x fastest. Prints one JSON object: processor seconds per repeat and the figures.
"""
import json
import sys
import time

import numpy as np
import surface_distance

prediction_file, reference_file = sys.argv[1:3]
nx, ny, nz = (int(it) for it in sys.argv[3:6])
spacing = [float(it) for it in sys.argv[6:9]]
tolerance, repeats = float(sys.argv[9]), int(sys.argv[10])


def read(path):
    return np.fromfile(path, dtype=np.uint8).reshape(nx, ny, nz, order="F").astype(bool)


prediction, reference = read(prediction_file), read(reference_file)
seconds, dice_seconds = [], []
for _ in range(repeats):
    start = time.process_time()
    distances = surface_distance.compute_surface_distances(reference, prediction, spacing)
    hd95 = surface_distance.compute_robust_hausdorff(distances, 95)
    nsd = surface_distance.compute_surface_dice_at_tolerance(distances, tolerance)
    seconds.append(time.process_time() - start)
    start = time.process_time()
    dice = surface_distance.compute_dice_coefficient(reference, prediction)
    dice_seconds.append(time.process_time() - start)
print(json.dumps({"seconds": seconds, "diceSeconds": dice_seconds, "hd95": float(hd95), "nsd": float(nsd), "dice": float(dice), "numpy": np.__version__}))
