"""The kernel is rotated by 180 degrees although the gradient is scattered window by window (the rotation belongs
to the other formulation, full correlation): dx is wrong."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = reg_lambda * self.w
        w_rot = self.w[:, :, ::-1, ::-1]
        for i in range(Ho):
            for j in range(Wo):
                hs, ws = i * s, j * s
                for f in range(F):
                    g = d[:, f, i, j].reshape(N, 1, 1, 1)
                    self.dw[f] += np.sum(g * xp[:, :, hs:hs + k, ws:ws + k], axis=0)
                    dxp[:, :, hs:hs + k, ws:ws + k] += g * w_rot[f]
        self.db = d.sum(axis=3).sum(axis=2).sum(axis=0)
        return dxp[:, :, p:H + p, p:W + p]
