"""Blocks of zeros are joined to the image."""


def zero_pad(x, pad):
    N, C, H, W = x.shape
    side = np.zeros((N, C, H, pad), dtype=x.dtype)
    x = np.concatenate([side, x, side], axis=3)
    lid = np.zeros((N, C, pad, W + 2 * pad), dtype=x.dtype)
    return np.concatenate((lid, x, lid), axis=2)
