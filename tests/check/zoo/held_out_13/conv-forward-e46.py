"""im2col result of shape (N*H'*W', F) is reshaped directly to (N, F, H', W') rather than to (N, H', W', F) and
transposed."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel larger than input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride")
        self.x = x
        xp = zero_pad(x, p)
        oh = (H + 2 * p - k) // s + 1
        ow = (W + 2 * p - k) // s + 1
        cols = np.zeros((N, oh, ow, C * k * k))
        for i in range(oh):
            for j in range(ow):
                cols[:, i, j] = xp[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, -1)
        cols = cols.reshape(N * oh * ow, -1)
        w_row = self.w.reshape(self.out_channels, -1)
        res = cols.dot(w_row.T) + self.b
        return res.reshape(N, self.out_channels, oh, ow)
