"""Multiplies the gradient by the maximum itself (`biggest * d`): the derivative of max with respect to the maximal
entry is 1."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros_like(self.x, dtype=float)
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        win = self.x[n, c, i * s:i * s + k, j * s:j * s + k]
                        pos = win.argmax()
                        biggest = win.flat[pos]
                        a, b = pos // k, pos % k
                        dx[n, c, i * s + a, j * s + b] += biggest * d_prev[n, c, i, j]
        return dx
