"""A 2-D upstream gradient is unflattened as (N, H', W', C) and then transposed, although the output was flattened
channels-first."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h, w = (H - k) // s + 1, (W - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, h, w, C).transpose(0, 3, 1, 2)
        dx = np.zeros(self.x.shape)
        nn, cc = np.indices((N, C))
        for i in range(h):
            for j in range(w):
                flat = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, -1)
                pos = flat.argmax(axis=2)
                dx[nn, cc, i * s + pos // k, j * s + pos % k] += d_prev[:, :, i, j]
        return dx
