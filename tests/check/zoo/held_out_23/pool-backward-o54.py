"""The mask compares the window of all channels with the maximum over all channels (`win.max()` of a (C,k,k)
block), so only the channel with the largest value gets a gradient."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h_out = (H - k) // s + 1
        w_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, h_out, w_out)
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for i in range(h_out):
                for j in range(w_out):
                    win = self.x[n, :, i * s:i * s + k, j * s:j * s + k]
                    mask = (win == win.max())
                    dx[n, :, i * s:i * s + k, j * s:j * s + k] += mask * d_prev[n, :, i, j].reshape(C, 1, 1)
        return dx
