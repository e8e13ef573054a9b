"""`flipped = self.w[:, :, ::-1, ::-1]`: the kernel is turned by 180 degrees (mathematical convolution), asked for
is cross-correlation."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride does not fit")
        self.x = x
        xp = zero_pad(x, p)
        flipped = self.w[:, :, ::-1, ::-1]
        h_out = (H + 2 * p - k) // s + 1
        w_out = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, h_out, w_out))
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(h_out):
                    for j in range(w_out):
                        patch = xp[n, :, i * s:i * s + k, j * s:j * s + k]
                        out[n, f, i, j] = np.sum(patch * flipped[f]) + self.b[f]
        return out
