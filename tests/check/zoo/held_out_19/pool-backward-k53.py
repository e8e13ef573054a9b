"""The gradient is multiplied by the maximum's value (hot * window) and not only by the 0/1 mask."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        ho, wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, ho, wo)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(ho):
                    for j in range(wo):
                        window = self.x[n, c, i * s:i * s + k, j * s:j * s + k]
                        hot = np.zeros(k * k)
                        hot[np.argmax(window)] = 1
                        hot = hot.reshape(k, k)
                        dx[n, c, i * s:i * s + k, j * s:j * s + k] += d_prev[n, c, i, j] * (hot * window)
        return dx
