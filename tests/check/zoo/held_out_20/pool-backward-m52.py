"""The flat index of the maximum is taken apart the wrong way round: row = idx % k, column = idx // k."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        ho, wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, ho, wo)
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for c in range(C):
                for i in range(ho):
                    for j in range(wo):
                        idx = int(self.x[n, c, i * s:i * s + k, j * s:j * s + k].argmax())
                        row = idx % k
                        col = idx // k
                        dx[n, c, i * s + row, j * s + col] += d_prev[n, c, i, j]
        return dx
