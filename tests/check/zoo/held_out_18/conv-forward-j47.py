"""`acc = np.sum(...)` in the loop over the channels overwrites: only the last input channel contributes."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channel mismatch")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel is larger than input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("sizes do not divide")
        self.x = x
        padded = zero_pad(x, p)
        rows = (H + 2 * p - k) // s + 1
        cols = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, rows, cols))
        for f in range(self.out_channels):
            for r in range(rows):
                for q in range(cols):
                    acc = np.zeros(N)
                    for c in range(C):
                        win = padded[:, c, r * s:r * s + k, q * s:q * s + k]
                        acc = np.sum(win * self.w[f, c], axis=(1, 2))
                    out[:, f, r, q] = acc + self.b[f]
        return out
