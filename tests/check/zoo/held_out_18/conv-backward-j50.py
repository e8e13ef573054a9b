"""`dxp[:, :, i, j] = np.einsum('nfab,fcab->nc', win, self.w)`: the full convolution of the gradient with w for dx
uses w as it is; it must be turned by 180 degrees."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        dw = np.zeros(self.w.shape)
        for i in range(Ho):
            for j in range(Wo):
                dw += np.einsum('nf,ncab->fcab', d_prev[:, :, i, j], xp[:, :, i * s:i * s + k, j * s:j * s + k])
        self.dw = dw + reg_lambda * self.w
        # put the zeros of the stride in, then full convolution
        Hp, Wp = xp.shape[2], xp.shape[3]
        dil = np.zeros((N, F, Hp - k + 1, Wp - k + 1))
        dil[:, :, ::s, ::s] = d_prev
        dil = zero_pad(dil, k - 1)
        dxp = np.zeros((N, C, Hp, Wp))
        for i in range(Hp):
            for j in range(Wp):
                win = dil[:, :, i:i + k, j:j + k]
                dxp[:, :, i, j] = np.einsum('nfab,fcab->nc', win, self.w)
        return dxp[:, :, p:p + H, p:p + W]
