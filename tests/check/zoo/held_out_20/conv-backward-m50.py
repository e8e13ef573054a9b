"""db takes the mean over the spatial positions and the sum over the batch only (line `self.db = ...mean(axis=(2,
3))`); it must be summed over positions."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        h2 = (H + 2 * p - k) // s + 1
        w2 = (W + 2 * p - k) // s + 1
        dout = d_prev.reshape(N, self.out_channels, h2, w2)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        for i in range(h2):
            for j in range(w2):
                rs = slice(i * s, i * s + k)
                cs = slice(j * s, j * s + k)
                d = dout[:, :, i, j]
                dw += (d.T @ x_pad[:, :, rs, cs].reshape(N, -1)).reshape(self.w.shape)
                dx_pad[:, :, rs, cs] += (d @ self.w.reshape(self.out_channels, -1)).reshape(N, C, k, k)
        self.dw = dw + reg_lambda * self.w
        self.db = dout.mean(axis=(2, 3)).sum(axis=0)
        return dx_pad[:, :, p:p + H, p:p + W]
