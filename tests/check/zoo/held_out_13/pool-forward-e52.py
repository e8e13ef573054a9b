"""The running maximum starts at 0 (best = 0), so a window with only negative values gives 0."""

import numpy as np


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if k > H or k > W:
            raise ValueError("kernel too large")
        if (H - k) % s != 0 or (W - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        oh, ow = (H - k) // s + 1, (W - k) // s + 1
        out = np.zeros((N, C, oh, ow))
        for n in range(N):
            for c in range(C):
                for i in range(oh):
                    for j in range(ow):
                        best = 0
                        for a in range(k):
                            for b in range(k):
                                v = x[n, c, i * s + a, j * s + b]
                                if v > best:
                                    best = v
                        out[n, c, i, j] = best
        return out
