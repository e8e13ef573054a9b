"""Assigns (=) the masked gradient to the window instead of adding it; with overlapping windows (stride < kernel)
later windows erase earlier gradients."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros(self.x.shape)
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                first = win.argmax(axis=2)
                mask = (np.arange(k * k) == first[:, :, None]).reshape(N, C, k, k)
                dx[:, :, i * s:i * s + k, j * s:j * s + k] = mask * d[:, :, i, j][:, :, None, None]
        return dx
