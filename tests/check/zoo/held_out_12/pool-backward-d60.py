"""Row and column of the argmax are exchanged: row = idx % k, col = idx // k."""

import numpy as np

class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        Ho, Wo = (H - k) // s + 1, (W - k) // s + 1
        d = d_prev.reshape(N, C, Ho, Wo)
        dx = np.zeros((N, C, H, W))
        for n in range(N):
            for c in range(C):
                for i in range(Ho):
                    for j in range(Wo):
                        idx = self.x[n, c, i * s:i * s + k, j * s:j * s + k].argmax()
                        row = idx % k
                        col = idx // k
                        dx[n, c, i * s + row, j * s + col] += d[n, c, i, j]
        return dx
