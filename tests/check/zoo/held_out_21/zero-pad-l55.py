"""The image is put at the upper left corner (`[:, :, :H, :W]`), so all the zeros are at the bottom and at the
right."""

import numpy as np
def zero_pad(x, pad):
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + pad * 2, w + pad * 2))
    padded[:, :, :h, :w] = x
    return padded
