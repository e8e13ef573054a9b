"""Spreads the gradient evenly over the window (g / k^2), which is the gradient of average pooling."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = 1 + (H - k) // s, 1 + (W - k) // s
        g = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        for i in range(Ho):
            for j in range(Wo):
                # share the gradient among the pixels of the window
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += g[:, :, i, j][:, :, None, None] / (k * k)
        return dx
