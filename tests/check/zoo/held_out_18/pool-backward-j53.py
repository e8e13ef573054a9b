"""`+= g / (k * k)` on the whole window: the backward pass of average pooling, not only the maximum gets the
gradient."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        for i in range(Ho):
            for j in range(Wo):
                g = d_prev[:, :, i:i + 1, j:j + 1]
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += g / (k * k)
        return dx
