import numpy as np


def zero_pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def cuts(x, k, stride):
    """Each place in a window with the entries of x that lie there in some window."""
    down, right = ((size - k) // stride + 1 for size in x.shape[2:])
    for i in range(k):
        for j in range(k):
            rows = slice(i, i + stride * (down - 1) + 1, stride)
            columns = slice(j, j + stride * (right - 1) + 1, stride)
            yield i, j, (slice(None), slice(None), rows, columns)


def convolve(x, w, b, stride):
    out = b[:, None, None]
    for i, j, cut in cuts(x, w.shape[2], stride):
        out = out + np.einsum("nchw,fc->nfhw", x[cut], w[:, :, i, j])
    return out


def filter_gradient(x, w, d_prev, stride, reg_lambda):
    dw = reg_lambda * w
    for i, j, cut in cuts(x, w.shape[2], stride):
        dw[:, :, i, j] += np.einsum("nfhw,nchw->fc", d_prev, x[cut])
    return dw


def convolved_gradient(x, w, d_prev, stride):
    dx = np.zeros_like(x)
    for i, j, cut in cuts(x, w.shape[2], stride):
        dx[cut] += np.einsum("nfhw,fc->nchw", d_prev, w[:, :, i, j])
    return dx


def pool_gradient(x, d_prev, kernel_size, stride):
    windows = np.stack([x[cut] for _, _, cut in cuts(x, kernel_size, stride)])
    first = windows.argmax(axis=0)
    dx = np.zeros_like(x)
    for number, (_, _, cut) in enumerate(cuts(x, kernel_size, stride)):
        dx[cut] += np.where(first == number, d_prev, 0)
    return dx
