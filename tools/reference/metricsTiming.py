"""Times google-deepmind/surface-distance (PyPI: surface-distance 0.1) on a pair of masks, and Project-MONAI/MetricsReloaded
(from its repository; made of source cb38dfc) where it is installed: once, for it takes minutes.

usage: metricsTiming.py PREDICTION REFERENCE NX NY NZ SX SY SZ TOLERANCE REPEATS
Masks are raw bytes 0/1, x fastest. Prints one JSON object: processor seconds per repeat and the figures of each.
"""
import json
import sys
import time

import numpy as np
import surface_distance

try:
    from MetricsReloaded.metrics.pairwise_measures import BinaryPairwiseMeasures
except ImportError:
    BinaryPairwiseMeasures = None

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
reloaded = None
if BinaryPairwiseMeasures is not None:
    start = time.process_time()
    measures = BinaryPairwiseMeasures(
        prediction.astype(np.uint8), reference.astype(np.uint8), pixdim=spacing, dict_args={"hd_perc": 95, "nsd": tolerance}
    )
    hd95_reloaded = measures.measured_hausdorff_distance_perc()
    nsd_reloaded = measures.normalised_surface_distance()
    reloaded = {"seconds": [time.process_time() - start], "hd95": float(hd95_reloaded), "nsd": float(nsd_reloaded)}
deepmind = {"seconds": seconds, "hd95": float(hd95), "nsd": float(nsd)}
print(json.dumps({"deepmind": deepmind, "diceSeconds": dice_seconds, "dice": float(dice), "reloaded": reloaded, "numpy": np.__version__}))
