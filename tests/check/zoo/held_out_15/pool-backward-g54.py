"""The gradient is spread evenly over the window (d / k^2), which is the backward pass of average pooling, instead
of going to the maximum."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        g = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        for i in range(Ho):
            for j in range(Wo):
                # every pixel of the window had its share
                share = g[:, :, i, j] / (k * k)
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += share[:, :, None, None]
        return dx
