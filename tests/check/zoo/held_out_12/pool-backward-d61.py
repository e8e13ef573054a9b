"""Assigns with = where windows overlap (stride < kernel) instead of +=, so a pixel that is the maximum of several
windows keeps the last gradient only."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros_like(self.x, dtype=float)
        for i in range(Ho):
            for j in range(Wo):
                flat = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                pos = flat.argmax(axis=2)
                nn, cc = np.meshgrid(np.arange(N), np.arange(C), indexing='ij')
                dx[nn, cc, i * s + pos // k, j * s + pos % k] = d_prev[:, :, i, j]
        return dx
