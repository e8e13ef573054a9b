"""Convolution by as_strided windows and einsum in forward; backward's dx dilates d_prev and correlates with turned weights."""

from numpy.lib.stride_tricks import as_strided


def cut_windows(x, k, s):
    n, c, h, w = x.shape
    sn, sc, sh, sw = x.strides
    shape = (n, c, (h - k) // s + 1, (w - k) // s + 1, k, k)
    return as_strided(x, shape, (sn, sc, s * sh, s * sw, sh, sw), writeable=False)


class ConvolutionLayer:
    def forward(self, x):
        if x.shape[1] != self.in_channels:
            raise ValueError("channels")
        padded = zero_pad(x, self.pad)
        if min(padded.shape[2:]) < self.kernel_size:
            raise ValueError("kernel too large")
        if any((size - self.kernel_size) % self.stride for size in padded.shape[2:]):
            raise ValueError("stride")
        self.x = x
        self.windows = cut_windows(padded, self.kernel_size, self.stride)
        return np.einsum("nchwij,fcij->nfhw", self.windows, self.w) + self.b[None, :, None, None]

    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        h, w = self.windows.shape[2:4]
        d = d_prev.reshape(N, F, h, w)
        self.db = np.einsum("nfhw->f", d)
        self.dw = np.einsum("nfhw,nchwij->fcij", d, self.windows) + reg_lambda * self.w
        full = np.zeros((N, F, H + 2 * p + k - 1, W + 2 * p + k - 1))
        full[:, :, k - 1:k - 1 + s * (h - 1) + 1:s, k - 1:k - 1 + s * (w - 1) + 1:s] = d
        dx = np.einsum("nfhwij,fcij->nchw", cut_windows(full, k, 1), self.w[:, :, ::-1, ::-1])
        return dx[:, :, p:p + H, p:p + W]
