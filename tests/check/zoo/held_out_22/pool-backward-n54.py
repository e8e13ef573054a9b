"""The window is compared with the maximum over the whole batch and channels (np.max without axis) of this
position, so only one sample's one entry gets a gradient, the others none."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape((N, C, Ho, Wo))
        dx = np.zeros(self.x.shape)
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k]
                mask = (win == np.max(win))
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += mask * d_prev[:, :, i, j][:, :, None, None]
        return dx
