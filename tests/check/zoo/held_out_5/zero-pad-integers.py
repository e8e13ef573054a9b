"""The padded image is made of integers, which cuts the pixels in [0, 1] down to 0."""


def zero_pad(x, pad):
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=int)
    padded[:, :, pad : pad + H, pad : pad + W] = x
    return padded
