"""Zeros above and below, none to the left and right."""


def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (0, 0)), "constant", constant_values=0)
