"""Each window's gradient is assigned (`dx[...] = mask * g`) instead of added: an overlapping or later window wipes
out what an earlier one has written."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        for i in range(Ho):
            for j in range(Wo):
                win = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, -1)
                first = win.argmax(axis=2)
                mask = (np.arange(k * k) == first[:, :, None]).reshape(N, C, k, k)
                g = d_prev[:, :, i, j][:, :, None, None]
                dx[:, :, i * s:i * s + k, j * s:j * s + k] = mask * g
        return dx
