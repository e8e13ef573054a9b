"""The maximum is taken over all channels of the window (`window.max()` of a (C, k, k) block), so channels without
the overall maximum get no gradient."""

import numpy as np
class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h = (H - k) // s + 1
        w = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, h, w)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for i in range(h):
                for j in range(w):
                    rows = slice(i * s, i * s + k)
                    cols = slice(j * s, j * s + k)
                    window = self.x[n, :, rows, cols]
                    mask = (window == window.max())
                    dx[n, :, rows, cols] += mask * d_prev[n, :, i, j][:, None, None]
        return dx
