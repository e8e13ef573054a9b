"""One argmax for all channels, taken of the window summed over the channels (np.argmax(win.sum(axis=0))), so the
gradient goes to a place that is not that channel's own maximum."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        ho = (H - k) // s + 1
        wo = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, ho, wo)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for i in range(ho):
                for j in range(wo):
                    win = self.x[n, :, i * s:i * s + k, j * s:j * s + k]
                    pos = np.argmax(win.sum(axis=0))
                    r, q = divmod(pos, k)
                    dx[n, :, i * s + r, j * s + q] += d_prev[n, :, i, j]
        return dx
