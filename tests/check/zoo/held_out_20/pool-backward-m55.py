"""A 2-D upstream gradient is put back as channels-last (N, H', W', C) and transposed, although it was flattened
from (N, C, H', W'); 4-D gradients are right."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        ho = (H - k) // s + 1
        wo = (W - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, ho, wo, C).transpose(0, 3, 1, 2)
        dx = np.zeros(self.x.shape)
        for i in range(ho):
            for j in range(wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, -1)
                hot = (np.arange(k * k) == win.argmax(axis=2)[:, :, None])
                g = hot * d_prev[:, :, i, j][:, :, None]
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += g.reshape(N, C, k, k)
        return dx
