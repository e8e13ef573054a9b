"""Row and column from the flat argmax are swapped (row = idx % k, column = idx // k)."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        out_h, out_w = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape((N, C, out_h, out_w))
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for c in range(C):
                for i in range(out_h):
                    for j in range(out_w):
                        idx = np.argmax(self.x[n, c, i * s:i * s + k, j * s:j * s + k])
                        row = idx % k
                        col = idx // k
                        dx[n, c, i * s + row, j * s + col] += d_prev[n, c, i, j]
        return dx
