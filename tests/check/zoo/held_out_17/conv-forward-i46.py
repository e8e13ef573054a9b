"""im2col: the product has the shape (N, H'W', F) and is reshaped to (N, F, H', W') without a transpose, so
channels and positions are mixed."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        x_pad = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        cols = []
        for i in range(Ho):
            for j in range(Wo):
                cols.append(x_pad[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, -1))
        cols = np.stack(cols, axis=1)
        w_row = self.w.reshape(self.out_channels, -1)
        out = cols @ w_row.T + self.b
        return out.reshape(N, self.out_channels, Ho, Wo)
