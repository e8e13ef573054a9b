"""The flat argmax is split the wrong way round: row = idx % k and column = idx // k, so the gradient goes to the
transposed place in the window."""

import numpy as np


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        ns, cs = np.indices((N, C))
        for i in range(Ho):
            for j in range(Wo):
                flat = self.x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                idx = flat.argmax(axis=2)
                row = idx % k
                col = idx // k
                dx[ns, cs, i * s + row, j * s + col] += d_prev[:, :, i, j]
        return dx
