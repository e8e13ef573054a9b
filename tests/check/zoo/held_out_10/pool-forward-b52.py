"""The running maximum starts at 0, so a window with only negative values gives 0."""

import numpy as np

class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k:
            raise ValueError("window too large")
        if (H - k) % s or (W - k) % s:
            raise ValueError("stride")
        self.x = x
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        out = np.zeros((N, C, Ho, Wo))
        for i in range(Ho):
            for j in range(Wo):
                biggest = np.zeros((N, C))
                for a in range(k):
                    for b in range(k):
                        biggest = np.maximum(biggest, x[:, :, i * s + a, j * s + b])
                out[:, :, i, j] = biggest
        return out
