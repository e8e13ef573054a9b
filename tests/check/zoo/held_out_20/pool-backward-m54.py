"""The gradient at a maximum is assigned and not added, so where overlapping windows share their maximum only the
last window's gradient remains."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        ho = (H - k) // s + 1
        wo = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, ho, wo)
        dx = np.zeros(self.x.shape)
        nn, cc = np.meshgrid(np.arange(N), np.arange(C), indexing='ij')
        for i in range(ho):
            for j in range(wo):
                flat = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                best = flat.argmax(axis=2)
                dx[nn, cc, i * s + best // k, j * s + best % k] = d_prev[:, :, i, j]
        return dx
