"""Square frames on a slice and exact separable resampling between them. Twin of core/models/isoPrompt/framing.ts.

Positions are in mm from the slice's upper left edge: the centre of pixel (u, v) lies at ((u + .5) su, (v + .5) sv).
A frame is a square (x, y, size) in mm.
"""

import math

import numpy as np

ENLARGE = 1.6
MIN_PIXELS = 10.0


def letterbox(width, height, su, sv):
    """The smallest centred square that holds the slice."""
    size = max(width * su, height * sv)
    return ((width * su - size) / 2, (height * sv - size) / 2, size)


def zoom(bounds, su, sv, limit):
    """A square round bounds (left, top, right, bottom, mm), ENLARGE times its longer side, at most `limit`."""
    left, top, right, bottom = bounds
    side = max(right - left, bottom - top, MIN_PIXELS / ENLARGE * max(su, sv))
    size = min(side * ENLARGE, limit)
    return ((left + right - size) / 2, (top + bottom - size) / 2, size)


def resample_matrix(outputs, inputs, start, step):
    """[outputs, inputs] weights: output j averages k bilinear samples spread over its extent.

    start: left edge of output 0, step: width of an output, both in input pixels (edges at integers, from 0).
    k = ceil(step), 1 to 8. Samples outside the input count as zero; within half a pixel of its edge they take the
    edge's value.
    """
    k = min(8, max(1, math.ceil(step - 1e-6)))
    at = start + (np.arange(outputs)[:, None] + (np.arange(k)[None] + 0.5) / k) * step - 0.5
    inside = (at >= -0.5) & (at <= inputs - 0.5)
    at = np.clip(at, 0, inputs - 1)
    low = np.minimum(np.floor(at).astype(int), inputs - 1)
    high = np.minimum(low + 1, inputs - 1)
    share = at - low
    matrix = np.zeros((outputs, inputs))
    rows = np.broadcast_to(np.arange(outputs)[:, None], at.shape)
    np.add.at(matrix, (rows, low), (1 - share) * inside / k)
    np.add.at(matrix, (rows, high), share * inside / k)
    return matrix.astype(np.float32)


def into_frame(width, height, su, sv, frame, n):
    """(rows [n, height], columns [n, width]) that resample a slice into a frame of n x n pixels."""
    x, y, size = frame
    return (resample_matrix(n, height, y / sv, size / n / sv), resample_matrix(n, width, x / su, size / n / su))


def out_of_frame(width, height, su, sv, frame, n):
    """(rows [height, n], columns [width, n]) that resample a frame of n x n pixels back onto the slice."""
    x, y, size = frame
    step = size / n
    return (resample_matrix(height, n, -y / step, sv / step), resample_matrix(width, n, -x / step, su / step))


def between_frames(source, inputs, target, outputs):
    """(rows, columns) [outputs, inputs] from one frame's pixels to another's."""
    step = source[2] / inputs
    width = target[2] / outputs / step
    return (resample_matrix(outputs, inputs, (target[1] - source[1]) / step, width),
            resample_matrix(outputs, inputs, (target[0] - source[0]) / step, width))
