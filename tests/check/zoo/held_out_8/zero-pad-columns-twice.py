"""The border is twice as wide on the left and the right."""


def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (2 * pad, 2 * pad)))
