"""The padded array has dtype int (images are whole numbers, the student thinks), so values in [0,1] and all
fractions are truncated."""

import numpy as np


def zero_pad(x, pad):
    n, c, h, w = x.shape
    new = np.zeros((n, c, h + pad * 2, w + pad * 2), dtype=np.int64)
    for a in range(h):
        for b in range(w):
            new[:, :, a + pad, b + pad] = x[:, :, a, b]
    return new
