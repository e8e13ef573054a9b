"""dx of overlapping windows is assigned ("=") instead of added, so each pixel only gets the gradient of the last
window that covers it."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = reg_lambda * self.w
        self.db = np.einsum('nfij->f', d)
        for i in range(Ho):
            for j in range(Wo):
                rs, cs = slice(i * s, i * s + k), slice(j * s, j * s + k)
                self.dw = self.dw + np.einsum('nf,ncab->fcab', d[:, :, i, j], xp[:, :, rs, cs])
                dxp[:, :, rs, cs] = np.einsum('nf,fcab->ncab', d[:, :, i, j], self.w)
        return dxp[:, :, p:H + p, p:W + p]
