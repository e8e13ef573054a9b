"""d_prev (N,F,H',W') is reshaped to (F,-1) without moving F to the front first, so for N > 1 the samples and
filters are mixed in dw."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        cols = np.zeros((N, Ho, Wo, C * k * k))
        dx = np.zeros(xp.shape)
        for i in range(Ho):
            for j in range(Wo):
                cols[:, i, j] = xp[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, -1)
                back = d_prev[:, :, i, j] @ self.w.reshape(F, -1)
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += back.reshape(N, C, k, k)
        d_mat = d_prev.reshape(F, -1)
        self.dw = (d_mat @ cols.reshape(-1, C * k * k)).reshape(self.w.shape) + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx[:, :, p:p + H, p:p + W]
