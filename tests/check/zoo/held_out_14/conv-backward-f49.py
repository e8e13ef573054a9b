"""The border is cut off at the wrong place: `dx_pad[:, :, :H, :W]` instead of p:p+H, p:p+W; the shape is right but
everything is shifted by pad."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        xp = zero_pad(self.x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, self.out_channels, Ho, Wo)
        self.db = np.einsum('nfhw->f', d)
        self.dw = reg_lambda * self.w
        dx_pad = np.zeros_like(xp, dtype=float)
        for a in range(k):
            for b in range(k):
                rows, cols = slice(a, a + s * Ho, s), slice(b, b + s * Wo, s)
                self.dw[:, :, a, b] += np.einsum('nfhw,nchw->fc', d, xp[:, :, rows, cols])
                dx_pad[:, :, rows, cols] += np.einsum('nfhw,fc->nchw', d, self.w[:, :, a, b])
        return dx_pad[:, :, :H, :W]
