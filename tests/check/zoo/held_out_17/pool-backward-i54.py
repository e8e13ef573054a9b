"""Row and column of the flat argmax are swapped: `a = pos % k`, `b = pos // k`; the gradient goes to the
transposed place in the window."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        g = d_prev.reshape((N, C, Ho, Wo))
        dx = np.zeros((N, C, H, W))
        for n, c, i, j in np.ndindex(N, C, Ho, Wo):
            top, left = i * s, j * s
            pos = int(self.x[n, c, top:top + k, left:left + k].argmax())
            a = pos % k
            b = pos // k
            dx[n, c, top + a, left + b] += g[n, c, i, j]
        return dx
