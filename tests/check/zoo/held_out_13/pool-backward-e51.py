"""Row and column of the argmax are exchanged: col, row = np.unravel_index(...), so the gradient goes to the
transposed position of the window."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h, w = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, h, w)
        dx = np.zeros((N, C, H, W))
        for n, c, i, j in np.ndindex(N, C, h, w):
            top, left = i * s, j * s
            patch = self.x[n, c, top:top + k, left:left + k]
            col, row = np.unravel_index(patch.argmax(), patch.shape)
            dx[n, c, top + row, left + col] += d_prev[n, c, i, j]
        return dx
