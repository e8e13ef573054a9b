"""Fancy-index `dx[...] += d_prev` over all windows at once: repeated positions of overlapping windows are written
once instead of added (np.add.at needed)."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        rows = np.zeros((N, C, Ho, Wo), dtype=int)
        cols = np.zeros((N, C, Ho, Wo), dtype=int)
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                idx = win.argmax(axis=2)
                rows[:, :, i, j] = i * s + idx // k
                cols[:, :, i, j] = j * s + idx % k
        dx = np.zeros(self.x.shape)
        n_idx = np.arange(N).reshape(N, 1, 1, 1)
        c_idx = np.arange(C).reshape(1, C, 1, 1)
        dx[n_idx, c_idx, rows, cols] += d_prev
        return dx
