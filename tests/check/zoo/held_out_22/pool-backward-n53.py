"""The place of the maximum is found in the first channel only and used for all channels (x[n, 0] in the argmax)."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        d_prev = np.reshape(d_prev, (N, C, Ho, Wo))
        dx = np.zeros_like(self.x, dtype=float)
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    win = self.x[n, 0, i * s:i * s + k, j * s:j * s + k]
                    pos = win.argmax()
                    r, c = pos // k, pos % k
                    dx[n, :, i * s + r, j * s + c] += d_prev[n, :, i, j]
        return dx
