"""Mathematical convolution: the kernel is rotated by 180 degrees (`self.w[:, :, ::-1, ::-1]`) although the layer
is a cross-correlation (and backward is that of the cross-correlation)."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        kernel = self.w[:, :, ::-1, ::-1]    # a convolution flips the kernel
        out = np.zeros((N, self.out_channels, Ho, Wo))
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s * Ho:s, b:b + s * Wo:s]
                out += np.einsum('nchw,fc->nfhw', part, kernel[:, :, a, b])
        return out + self.b.reshape(1, -1, 1, 1)
