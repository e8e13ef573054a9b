"""np.pad with a width for each axis."""


def zero_pad(x, pad):
    width = [(0, 0)] * (x.ndim - 2) + [(pad, pad), (pad, pad)]
    return np.pad(x, pad_width=width, mode="constant", constant_values=0)
