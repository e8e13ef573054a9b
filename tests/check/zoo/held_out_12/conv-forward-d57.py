"""im2col: the product has its axes in the order (N, H', W', F) and is reshaped to (N, F, H', W') instead of
transposed."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        col = np.zeros((N, Ho, Wo, C * k * k))
        for i in range(Ho):
            for j in range(Wo):
                col[:, i, j, :] = xp[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, -1)
        w_row = self.w.reshape(self.out_channels, -1)
        out = col.reshape(N * Ho * Wo, -1).dot(w_row.T) + self.b
        return out.reshape(N, self.out_channels, Ho, Wo)
