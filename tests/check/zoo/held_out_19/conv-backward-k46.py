"""dx is written as a full correlation of the padded d_prev with w, but w is not turned by 180 degrees."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        F = self.out_channels
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)

        self.db = np.sum(d, axis=(0, 2, 3))
        self.dw = np.zeros_like(self.w)
        for a in range(k):
            for b in range(k):
                patch = xp[:, :, a:a + (Ho - 1) * s + 1:s, b:b + (Wo - 1) * s + 1:s]
                self.dw[:, :, a, b] = np.einsum('nfij,ncij->fc', d, patch)
        self.dw += reg_lambda * self.w

        # full convolution of d with the kernel
        big = np.zeros((N, F, (Ho - 1) * s + 1, (Wo - 1) * s + 1))
        big[:, :, ::s, ::s] = d
        big = zero_pad(big, k - 1)
        dxp = np.zeros(xp.shape)
        for i in range(xp.shape[2]):
            for j in range(xp.shape[3]):
                dxp[:, :, i, j] = np.einsum('nfab,fcab->nc', big[:, :, i:i + k, j:j + k], self.w)
        return dxp[:, :, p:p + H, p:p + W]
