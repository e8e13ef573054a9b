"""The border is made of ones."""


def zero_pad(x, pad):
    N, C, H, W = x.shape
    out = np.ones((N, C, H + 2 * pad, W + 2 * pad))
    out[:, :, pad:pad + H, pad:pad + W] = x
    return out
