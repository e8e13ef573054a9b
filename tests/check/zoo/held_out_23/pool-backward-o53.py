"""Row and column of the maximum are swapped: `row = idx % k`, `col = idx // k`."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros(self.x.shape)
        for i in range(Ho):
            for j in range(Wo):
                flat = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, -1)
                pos = np.argmax(flat, axis=-1)
                for n in range(N):
                    for c in range(C):
                        row = pos[n, c] % k
                        col = pos[n, c] // k
                        dx[n, c, i * s + row, j * s + col] += d_prev[n, c, i, j]
        return dx
