"""dx as a full correlation of the dilated d_prev with w, but the kernel is not turned by 180 degrees."""

import numpy as np
class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        F = self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        # weights
        dw = np.zeros_like(self.w)
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s * (Ho - 1) + 1:s, b:b + s * (Wo - 1) + 1:s]
                dw[:, :, a, b] = np.einsum('nfij,ncij->fc', d, part)
        self.dw = dw + reg_lambda * self.w
        self.db = d.sum(axis=(0, 2, 3))
        # input: put zeros between the entries of d, pad by k - 1, and slide w over it
        big = np.zeros((N, F, s * (Ho - 1) + 1, s * (Wo - 1) + 1))
        big[:, :, ::s, ::s] = d
        big = zero_pad(big, k - 1)
        dx = np.zeros(xp.shape)
        for i in range(xp.shape[2]):
            for j in range(xp.shape[3]):
                dx[:, :, i, j] = np.einsum('nfab,fcab->nc', big[:, :, i:i + k, j:j + k], self.w)
        return dx[:, :, p:p + H, p:p + W]
