"""`mask * patch * g`: the gradient is multiplied by the maximum's value; the derivative there is 1."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        x = self.x
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros(x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        patch = x[n, c, i * s:i * s + k, j * s:j * s + k]
                        mask = np.zeros(k * k)
                        mask[np.argmax(patch)] = 1
                        mask = mask.reshape(k, k)
                        g = d_prev[n, c, i, j]
                        dx[n, c, i * s:i * s + k, j * s:j * s + k] += mask * patch * g
        return dx
