"""The im2col product of shape (N*H'*W', F) is reshaped straight to (N, F, H', W') without moving the channel axis,
so the values land in wrong places."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        col = np.zeros((N, Ho, Wo, C * k * k))
        for i in range(Ho):
            for j in range(Wo):
                patch = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                col[:, i, j, :] = patch.reshape(N, -1)
        col = col.reshape(N * Ho * Wo, -1)
        res = np.dot(col, self.w.reshape(self.out_channels, -1).T) + self.b
        return res.reshape(N, self.out_channels, Ho, Wo)
