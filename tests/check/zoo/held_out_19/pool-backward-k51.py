"""The flat argmax is taken apart in the wrong order: row = idx % k, column = idx // k, so the gradient goes to the
transposed place in the window."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h_out = (H - k) // s + 1
        w_out = (W - k) // s + 1
        d = d_prev.reshape(N, C, h_out, w_out)
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for c in range(C):
                for i in range(h_out):
                    for j in range(w_out):
                        idx = self.x[n, c, i * s:i * s + k, j * s:j * s + k].argmax()
                        row = idx % k
                        col = idx // k
                        dx[n, c, i * s + row, j * s + col] += d[n, c, i, j]
        return dx
