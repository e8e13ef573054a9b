"""im2col puts the window in the order (k, k, C) (transpose to channels last), but the kernels are flattened as (C,
k, k): the products do not match for C > 1."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input shape")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p).transpose(0, 2, 3, 1)
        Ho, Wo = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        cols = np.empty((N, Ho, Wo, k * k * C))
        for r in range(Ho):
            for c in range(Wo):
                cols[:, r, c] = xp[:, r * s:r * s + k, c * s:c * s + k].reshape(N, -1)
        kernels = self.w.reshape(self.out_channels, -1)
        out = cols @ kernels.T + self.b
        return out.transpose(0, 3, 1, 2)
