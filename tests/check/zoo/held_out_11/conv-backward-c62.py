"""im2col backward: d_prev (N,F,H',W') is reshaped to (-1, F) without moving the channel axis to the end, so dw and
dx get values of the wrong filters (db is right)."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        oh, ow = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, F, oh, ow)
        self.db = d_prev.sum(axis=(0, 2, 3))
        xp = zero_pad(self.x, p)
        cols = np.zeros((N, oh, ow, C, k, k))
        for i in range(oh):
            for j in range(ow):
                cols[:, i, j] = xp[:, :, i * s:i * s + k, j * s:j * s + k]
        d_flat = d_prev.reshape(-1, F)
        self.dw = (d_flat.T @ cols.reshape(N * oh * ow, -1)).reshape(self.w.shape) + reg_lambda * self.w
        dcols = (d_flat @ self.w.reshape(F, -1)).reshape(cols.shape)
        dxp = np.zeros(xp.shape)
        for i in range(oh):
            for j in range(ow):
                dxp[:, :, i * s:i * s + k, j * s:j * s + k] += dcols[:, i, j]
        return dxp[:, :, p:H + p, p:W + p]
