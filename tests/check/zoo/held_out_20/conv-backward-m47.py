"""The border is cut off at one side only: dx_pad[:, :, :H, :W] rather than p:p+H, p:p+W, so dx is shifted by the
padding."""

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
        for i in range(k):
            for j in range(k):
                part = xp[:, :, i:i + s * Ho:s, j:j + s * Wo:s]
                self.dw[:, :, i, j] += np.einsum('nfhw,nchw->fc', d, part)
                dxp[:, :, i:i + s * Ho:s, j:j + s * Wo:s] += np.einsum('nfhw,fc->nchw', d, self.w[:, :, i, j])
        self.db = np.sum(d, axis=(0, 2, 3))
        return dxp[:, :, :H, :W]
