"""The permutation test of bench/errormaps.ts in NumPy: processor seconds of one thread.

usage: OMP_NUM_THREADS=1 errormapsTiming.py SUBJECTS BINS PERMUTATIONS TFCE_PERMUTATIONS
Two groups, no covariate. max-T by blocks of one matrix product each. TFCE by adding up 100 heights with
scipy.sparse.csgraph.connected_components on the same 16 x 32 grid, as there is no exact one in NumPy.
"""
import json
import sys
import time

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

subjects, bins, permutations, tfce_permutations = (int(it) for it in sys.argv[1:5])
random = np.random.default_rng(1)
maps = random.normal(size=(subjects, bins))
residuals = maps - maps.mean(0)
group = (np.arange(subjects) % 2).astype(float)
group -= group.mean()
squares, total, df = group @ group, (residuals**2).sum(0), subjects - 2


def t_of(rows):
    along = rows @ residuals
    return along / np.sqrt(squares) * np.sqrt(df / (total - along**2 / squares))


start = time.process_time()
largest = []
for done in range(0, permutations, 200):
    rows = np.stack([random.permutation(group) for _ in range(min(200, permutations - done))])
    largest.append(np.abs(t_of(rows)).max(1))
max_t_seconds = time.process_time() - start

rows, columns = 16, 32
pairs = []
for row in range(rows):
    for column in range(columns):
        for down in (-1, 0, 1):
            for across in (-1, 0, 1):
                over = not 0 <= row + down < rows
                to = min(rows - 1, max(0, row + down)) * columns + (column + across + (columns // 2 if over else 0)) % columns
                if to != row * columns + column:
                    pairs.append((row * columns + column, to))
edge_from, edge_to = np.array(sorted(set(pairs))).T


def tfce(values, steps=100):
    out = np.zeros(bins)
    top = values.max()
    if top <= 0:
        return out
    for height in (np.arange(steps) + 0.5) * top / steps:
        above = values > height
        keep = above[edge_from] & above[edge_to]
        graph = csr_matrix((np.ones(keep.sum()), (edge_from[keep], edge_to[keep])), shape=(bins, bins))
        _, label = connected_components(graph, directed=False)
        out += np.where(above, np.bincount(label, minlength=label.max() + 1)[label] * height**2 * top / steps, 0)
    return out


start = time.process_time()
for _ in range(tfce_permutations):
    t = t_of(random.permutation(group)[None])[0]
    max(tfce(t).max(), tfce(-t).max())
tfce_seconds = (time.process_time() - start) * permutations / tfce_permutations
print(json.dumps({"maxT": max_t_seconds, "tfce": tfce_seconds, "numpy": np.__version__}))
