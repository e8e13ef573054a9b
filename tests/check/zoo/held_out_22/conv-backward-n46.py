"""dx is written with = where overlapping windows have to be added: each window overwrites what its neighbours put
there."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros_like(xp, dtype=float)
        self.dw = reg_lambda * self.w
        for i in range(Ho):
            for j in range(Wo):
                r = slice(i * s, i * s + k)
                c = slice(j * s, j * s + k)
                self.dw = self.dw + np.einsum('nf,nckl->fckl', d[:, :, i, j], xp[:, :, r, c])
                dxp[:, :, r, c] = np.einsum('nf,fckl->nckl', d[:, :, i, j], self.w)
        self.db = np.einsum('nfij->f', d)
        return dxp[:, :, p:p + H, p:p + W]
