"""The zeros are put below and to the right only."""


def zero_pad(x, pad):
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    padded[:, :, :H, :W] = x
    return padded
