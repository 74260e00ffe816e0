"""
Writes resize.golden.json: one picture of 37 x 23 resized by torch, PIL, OpenCV and scikit-image.
usage: python golden.py > resize.golden.json
"""
import json

import cv2
import numpy as np
import PIL
import skimage
import torch
import torch.nn.functional as F
from PIL import Image
from skimage import transform

WIDTH, HEIGHT = 37, 23
SIZES = [(64, 40), (20, 11), (18, 11), (12, 30)]
rng = np.random.default_rng(5)
v, u = np.mgrid[:HEIGHT, :WIDTH]
picture = np.clip(120 + 70 * np.sin(u / 4) * np.cos(v / 3) + rng.normal(0, 30, (HEIGHT, WIDTH)), 0, 255).astype(np.uint8)
unit = (picture / 255).astype(np.float32)


def torch_resized(width, height, antialias):
    return F.interpolate(torch.from_numpy(unit)[None, None], (height, width), mode='bilinear', align_corners=False, antialias=antialias)[0, 0].numpy()


KERNELS = {
    'torch-bilinear': lambda w, h: torch_resized(w, h, False),
    'torch-bilinear-antialias': lambda w, h: torch_resized(w, h, True),
    'spline3': lambda w, h: transform.resize(unit, (h, w), order=3, preserve_range=True, anti_aliasing=True),
    'pil-bilinear': lambda w, h: np.asarray(Image.fromarray(picture).resize((w, h), Image.BILINEAR)),
    'cv-area': lambda w, h: cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA),
    'nearest': lambda w, h: cv2.resize(picture, (w, h), interpolation=cv2.INTER_NEAREST),
}
cases = [dict(kernel=name, width=w, height=h, values=[round(float(it), 7) if name in ('torch-bilinear', 'torch-bilinear-antialias', 'spline3') else int(it) for it in resized(w, h).ravel()])
         for name, resized in KERNELS.items() for w, h in SIZES]
print(json.dumps(dict(versions=dict(torch=torch.__version__, pillow=PIL.__version__, opencv=cv2.__version__, skimage=skimage.__version__, numpy=np.__version__),
                      width=WIDTH, height=HEIGHT, picture=picture.ravel().tolist(), cases=cases)))
