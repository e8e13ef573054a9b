"""Assigns instead of adds: where windows overlap and share the maximum, only the last window's gradient is left."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        g = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros(self.x.shape)
        n_idx, c_idx = np.indices((N, C))
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i*s:i*s+k, j*s:j*s+k].reshape(N, C, -1)
                best = win.argmax(axis=2)
                r = i * s + best // k
                q = j * s + best % k
                dx[n_idx, c_idx, r, q] = g[:, :, i, j]
        return dx
