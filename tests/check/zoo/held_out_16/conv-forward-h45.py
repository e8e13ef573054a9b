"""im2col product of shape (N*H'*W', F) is reshaped straight to (N,F,H',W') without the transpose from (N,H',W',F),
so pixels and channels are mixed."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        cols = np.zeros((N, Ho, Wo, C * k * k))
        for i in range(Ho):
            for j in range(Wo):
                cols[:, i, j] = xp[:, :, i*s:i*s+k, j*s:j*s+k].reshape(N, -1)
        cols = cols.reshape(-1, C * k * k)
        res = cols @ self.w.reshape(self.out_channels, -1).T + self.b
        return res.reshape(N, self.out_channels, Ho, Wo)
