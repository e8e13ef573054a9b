"""`out.reshape(N, F, h_out, w_out)`: the im2col product has the order (N, h_out, w_out, F) and must be reshaped to
that and transposed."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        xp = zero_pad(x, p)
        h_out = (H + 2 * p - k) // s + 1
        w_out = (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(h_out):
                for j in range(w_out):
                    cols.append(xp[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols)
        out = cols.dot(self.w.reshape(F, -1).T) + self.b
        return out.reshape(N, F, h_out, w_out)
