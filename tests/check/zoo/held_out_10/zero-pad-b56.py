"""The image is put at the upper left corner, not in the middle: all the padding is below and to the right."""

import numpy as np

def zero_pad(x, pad):
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + pad * 2, w + pad * 2), x.dtype)
    for i in range(n):
        for j in range(c):
            padded[i, j, :h, :w] = x[i, j]
    return padded
