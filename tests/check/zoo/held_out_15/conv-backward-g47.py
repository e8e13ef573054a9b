"""dx is computed as a full correlation of the padded, dilated d_prev with w, but the kernel is not rotated by 180
degrees (line "ker = self.w")."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Hp, Wp = H + 2 * p, W + 2 * p
        Ho, Wo = (Hp - k) // s + 1, (Wp - k) // s + 1
        g = d_prev.reshape(N, self.out_channels, Ho, Wo)
        self.db = g.sum(axis=3).sum(axis=2).sum(axis=0)
        xp = zero_pad(self.x, p)
        dw = np.zeros_like(self.w)
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s * (Ho - 1) + 1:s, b:b + s * (Wo - 1) + 1:s]
                dw[:, :, a, b] = np.einsum('nfij,ncij->fc', g, part)
        self.dw = dw + reg_lambda * self.w
        # full correlation for dx
        big = np.zeros((N, self.out_channels, (Ho - 1) * s + 1, (Wo - 1) * s + 1))
        big[:, :, ::s, ::s] = g
        big = zero_pad(big, k - 1)
        ker = self.w
        dxp = np.zeros((N, C, Hp, Wp))
        for i in range(Hp):
            for j in range(Wp):
                dxp[:, :, i, j] = np.einsum('nfab,fcab->nc', big[:, :, i:i + k, j:j + k], ker)
        return dxp[:, :, p:p + H, p:p + W]
