"""The 2-D gradient of the flattened output is reshaped as channels-last (N, H', W', C) and transposed, while the
flattening was channels-first."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho = (H - k) // s + 1
        Wo = (W - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, Ho, Wo, C).transpose(0, 3, 1, 2)
        dx = np.zeros(self.x.shape)
        for n, c, i, j in np.ndindex(N, C, Ho, Wo):
            win = self.x[n, c, i * s:i * s + k, j * s:j * s + k]
            r, q = np.unravel_index(win.argmax(), win.shape)
            dx[n, c, i * s + r, j * s + q] += d_prev[n, c, i, j]
        return dx
