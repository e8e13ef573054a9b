"""Row and column of the maximum are swapped (col, row = np.unravel_index(...)), so the gradient goes to the
transposed place in the window."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        oh, ow = (H - k) // s + 1, (W - k) // s + 1
        d = d_prev.reshape(N, C, oh, ow)
        dx = np.zeros((N, C, H, W))
        for n, c, i, j in np.ndindex(N, C, oh, ow):
            win = self.x[n, c, i * s:i * s + k, j * s:j * s + k]
            col, row = np.unravel_index(win.argmax(), win.shape)
            dx[n, c, i * s + row, j * s + col] += d[n, c, i, j]
        return dx
