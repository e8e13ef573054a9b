"""`return dxp[:, :, p:-p, p:-p]`: for pad = 0 this is 0:-0, an empty array; without padding dx is lost."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros_like(xp, dtype=float)
        dw = np.zeros_like(self.w)
        for a in range(k):
            for b in range(k):
                view = xp[:, :, a:a + s * Ho:s, b:b + s * Wo:s]
                dw[:, :, a, b] = np.einsum('nfij,ncij->fc', d_prev, view)
                dxp[:, :, a:a + s * Ho:s, b:b + s * Wo:s] += np.einsum('nfij,fc->ncij', d_prev, self.w[:, :, a, b])
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        # take the padding away
        return dxp[:, :, p:-p, p:-p]
