"""Golden values for src/core/num/splineZoom.test.ts, from scipy.ndimage.zoom. Run: python tools/reference/splineZoom.py"""
import json, pathlib, sys
import numpy as np, scipy
from scipy import ndimage

cases = []
for index, (shape, new, order) in enumerate([((7,), (11,), 3), ((9,), (4,), 3), ((3, 4, 5), (5, 3, 8), 3), ((3, 4, 5), (5, 3, 8), 1), ((4, 6), (7, 9), 0)]):
    data = np.round(np.random.default_rng(index).normal(size=shape), 3)
    zoomed = ndimage.zoom(data, np.array(new) / np.array(shape), order=order, mode='nearest', grid_mode=True)
    cases.append(dict(shape=shape, newShape=new, order=order, data=data.ravel().tolist(), expected=zoomed.ravel().tolist()))
out = pathlib.Path(__file__).parents[2] / 'src/core/num/splineZoom.golden.json'
out.write_text(json.dumps(dict(script='tools/reference/splineZoom.py', python=sys.version.split()[0], numpy=np.__version__, scipy=scipy.__version__,
                               order='row-major, slowest axis first', tolerance=1e-12, cases=cases)))
