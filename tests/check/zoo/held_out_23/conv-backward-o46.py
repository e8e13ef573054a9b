"""dx is computed as a full convolution of the (dilated, padded) d_prev with w, but the kernel is not rotated by
180 degrees."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        xp = zero_pad(self.x, p)
        Hp, Wp = xp.shape[2:]
        Ho, Wo = (Hp - k) // s + 1, (Wp - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)

        self.db = np.sum(d, axis=(0, 2, 3))
        self.dw = reg_lambda * self.w
        for a in range(k):
            for c in range(k):
                patch = xp[:, :, a:a + (Ho - 1) * s + 1:s, c:c + (Wo - 1) * s + 1:s]
                self.dw[:, :, a, c] += np.einsum('nfij,ncij->fc', d, patch)

        # full convolution of the upstream gradient with the kernel
        big = np.zeros((N, F, Hp + k - 1, Wp + k - 1))
        big[:, :, k - 1:k - 1 + (Ho - 1) * s + 1:s, k - 1:k - 1 + (Wo - 1) * s + 1:s] = d
        dxp = np.zeros(xp.shape)
        for i in range(Hp):
            for j in range(Wp):
                region = big[:, :, i:i + k, j:j + k]
                dxp[:, :, i, j] = np.einsum('nfab,fcab->nc', region, self.w)
        return dxp[:, :, p:p + H, p:p + W]
