"""Flips the kernel by 180 degrees (true convolution), where the course, and the backward used with it, have cross-
correlation: w = np.flip(...)."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        F, _, k, _ = self.w.shape
        s, p = self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input shape")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p)
        w = np.flip(self.w, axis=(2, 3))
        Ho, Wo = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        out = np.zeros((N, F, Ho, Wo))
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s * Ho:s, b:b + s * Wo:s]
                out += np.einsum('ncij,fc->nfij', part, w[:, :, a, b])
        return out + self.b.reshape(1, -1, 1, 1)
