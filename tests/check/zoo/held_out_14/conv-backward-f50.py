"""dx is the full correlation of the padded (and dilated) d_prev with the kernel, but the kernel is not rotated by
180 degrees: `self.w[:, :, a, b]` should be w[:, :, k-1-a, k-1-b]."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        F = self.out_channels
        xp = zero_pad(self.x, p)
        Hp, Wp = xp.shape[2:]
        Ho, Wo = (Hp - k) // s + 1, (Wp - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)

        dw = np.zeros(self.w.shape)
        for i in range(Ho):
            for j in range(Wo):
                win = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                dw += np.einsum('nf,ncab->fcab', d[:, :, i, j], win)
        self.dw = dw + reg_lambda * self.w
        self.db = d.sum(axis=3).sum(axis=2).sum(axis=0)

        # dx = full convolution of the (dilated) gradient with the kernels
        full = np.zeros((N, F, Hp + k - 1, Wp + k - 1))
        full[:, :, k - 1:k - 1 + (Ho - 1) * s + 1:s, k - 1:k - 1 + (Wo - 1) * s + 1:s] = d
        dxp = np.zeros((N, C, Hp, Wp))
        for a in range(k):
            for b in range(k):
                dxp += np.einsum('nfhw,fc->nchw', full[:, :, a:a + Hp, b:b + Wp], self.w[:, :, a, b])
        return dxp[:, :, p:p + H, p:p + W]
