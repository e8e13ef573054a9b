"""im2col columns are in the order (k, k, C) while the kernels are flattened in the order (C, k, k), so for more
than one channel the wrong entries are multiplied."""

import numpy as np
class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel larger than input")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        x_pad = zero_pad(x, p).transpose(0, 2, 3, 1)
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        cols = np.zeros((N, H_out, W_out, k * k * C))
        for i in range(H_out):
            for j in range(W_out):
                cols[:, i, j] = x_pad[:, i * s:i * s + k, j * s:j * s + k, :].reshape(N, -1)
        kernels = self.w.reshape(self.out_channels, -1)
        out = cols @ kernels.T + self.b
        return out.transpose(0, 3, 1, 2)
