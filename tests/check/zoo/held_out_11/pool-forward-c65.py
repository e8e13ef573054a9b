"""range(0, H - k, s) lacks the + 1, so the last row and the last column of windows are left at 0."""

import numpy as np


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if k > H or k > W:
            raise ValueError("kernel is larger than the input")
        if (H - k) % s != 0 or (W - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        out = np.zeros((N, C, (H - k) // s + 1, (W - k) // s + 1))
        for r, top in enumerate(range(0, H - k, s)):
            for c, left in enumerate(range(0, W - k, s)):
                window = x[:, :, top:top + k, left:left + k]
                out[:, :, r, c] = np.amax(np.amax(window, axis=3), axis=2)
        return out
