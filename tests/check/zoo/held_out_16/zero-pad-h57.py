"""Writes x at the upper left corner: all the zeros (2*pad) are at the bottom and on the right instead of pad on
each side."""

import numpy as np

def zero_pad(x, pad):
    n, c, h, w = x.shape
    rows = np.zeros((n, c, 2 * pad, w), dtype=x.dtype)
    out = np.concatenate([x, rows], axis=2)
    cols = np.zeros((n, c, h + 2 * pad, 2 * pad), dtype=x.dtype)
    out = np.concatenate([out, cols], axis=3)
    return out
