"""The flat argmax is unpacked in the wrong order (`col, row = divmod(idx, k)`), so row and column inside the
window are swapped."""

import numpy as np
class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        h, w = (H - k) // s + 1, (W - k) // s + 1
        grad = np.reshape(d_prev, (N, C, h, w))
        dx = np.zeros((N, C, H, W))
        for n, c, i, j in np.ndindex(N, C, h, w):
            idx = self.x[n, c, i * s:i * s + k, j * s:j * s + k].argmax()
            col, row = divmod(idx, k)
            dx[n, c, i * s + row, j * s + col] += grad[n, c, i, j]
        return dx
