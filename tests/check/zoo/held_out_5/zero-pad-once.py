"""The image grows by pad instead of 2 pad: there are no zeros below and to the right."""


def zero_pad(x, pad):
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + pad, W + pad))
    padded[:, :, pad:, pad:] = x
    return padded
