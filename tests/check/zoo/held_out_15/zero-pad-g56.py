"""All the 2*pad zeros are put at the bottom and the right (out[:, :, :H, :W] = x): the image is not centred."""

import numpy as np

def zero_pad(x, pad):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=x.dtype)
    out[:, :, :H, :W] = x
    return out
