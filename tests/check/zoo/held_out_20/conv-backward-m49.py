"""lambda * w is added in the loop over output positions, so H'*W' times instead of once."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        hh = (H + 2 * p - k) // s + 1
        ww = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, hh, ww)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.out_channels)
        for i in range(hh):
            for j in range(ww):
                win = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                delta = d_prev[:, :, i, j]
                self.dw += np.einsum('nf,ncij->fcij', delta, win) + reg_lambda * self.w
                self.db += delta.sum(axis=0)
                dxp[:, :, i * s:i * s + k, j * s:j * s + k] += np.einsum('nf,fcij->ncij', delta, self.w)
        return dxp[:, :, p:p + H, p:p + W]
