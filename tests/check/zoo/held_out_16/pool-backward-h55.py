"""Spreads the gradient evenly over the window (average pooling's gradient, d/k^2 for every entry) instead of
giving it to the maximum."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = 1 + (H - k) // s
        Wo = 1 + (W - k) // s
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros(self.x.shape)
        for i in range(Ho):
            for j in range(Wo):
                share = d_prev[:, :, i, j] / (k * k)
                dx[:, :, i*s:i*s+k, j*s:j*s+k] += share[:, :, np.newaxis, np.newaxis]
        return dx
