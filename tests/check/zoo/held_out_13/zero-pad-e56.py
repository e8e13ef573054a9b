"""Allocates the padded image with an integer dtype (np.int64), which truncates the float pixels (and hidden
values) to integers."""

import numpy as np


def zero_pad(x, pad):
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=np.int64)
    for i in range(h):
        for j in range(w):
            padded[:, :, i + pad, j + pad] = x[:, :, i, j]
    return padded
