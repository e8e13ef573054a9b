"""`dxp[n, :, ...] = ` (sum over the filters) assigns instead of adding: where windows overlap only the last one
counts."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = reg_lambda * self.w
        self.db = np.zeros(F)
        for f in range(F):
            self.db[f] = d[:, f].sum()
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    win = xp[n, :, i * s:i * s + k, j * s:j * s + k]
                    g = d[n, :, i, j]
                    self.dw = self.dw + g[:, None, None, None] * win[None]
                    dxp[n, :, i * s:i * s + k, j * s:j * s + k] = np.sum(g[:, None, None, None] * self.w, axis=0)
        return dxp[:, :, p:p + H, p:p + W]
