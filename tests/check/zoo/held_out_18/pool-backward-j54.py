"""`row, col = pos % k, pos // k`: quotient and remainder of the flat index are exchanged, the gradient goes to the
transposed cell of the window."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = np.reshape(d_prev, (N, C, Ho, Wo))
        dx = np.zeros(self.x.shape)
        n_idx, c_idx = np.meshgrid(np.arange(N), np.arange(C), indexing='ij')
        for i in range(Ho):
            for j in range(Wo):
                patch = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, -1)
                pos = patch.argmax(axis=2)
                row, col = pos % k, pos // k
                dx[n_idx, c_idx, i * s + row, j * s + col] += d_prev[:, :, i, j]
        return dx
