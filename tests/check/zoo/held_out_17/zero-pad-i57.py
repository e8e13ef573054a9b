"""All padding is put at the bottom and the right, `(0, 2 * pad)`, instead of pad on each of the four sides."""

import numpy as np

def zero_pad(x, pad):
    # 2 * pad more rows and columns
    return np.pad(x, ((0, 0), (0, 0), (0, 2 * pad), (0, 2 * pad)), mode='constant', constant_values=0)
