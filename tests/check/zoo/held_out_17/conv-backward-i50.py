"""A 2-D d_prev is brought back with the channels last, `reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)`, but the
layers flatten (N, F, H', W') with the channels first."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = np.zeros(self.w.shape)
        for i in range(Ho):
            for j in range(Wo):
                win = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                for f in range(F):
                    g = d_prev[:, f, i, j].reshape(N, 1, 1, 1)
                    self.dw[f] += (g * win).sum(axis=0)
                    dxp[:, :, i * s:i * s + k, j * s:j * s + k] += g * self.w[f]
        self.dw = self.dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dxp[:, :, p:p + H, p:p + W]
