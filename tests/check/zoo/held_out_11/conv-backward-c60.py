"""Rotates the kernel by 180 degrees for dx although the gradient is scattered window by window, where the
unrotated kernel belongs: w_rot = np.rot90(...)."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros_like(xp, dtype=float)
        self.dw = reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        w_rot = np.rot90(self.w, 2, axes=(2, 3))
        for i in range(Ho):
            for j in range(Wo):
                hs, ws = i * s, j * s
                for f in range(self.out_channels):
                    g = d_prev[:, f, i, j].reshape(N, 1, 1, 1)
                    self.dw[f] += np.sum(g * xp[:, :, hs:hs + k, ws:ws + k], axis=0)
                    dxp[:, :, hs:hs + k, ws:ws + k] += g * w_rot[f]
        return dxp[:, :, p:p + H, p:p + W]
