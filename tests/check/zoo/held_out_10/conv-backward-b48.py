"""The padding is cut from the wrong side: dx_pad[:, :, :H, :W] instead of [p:p+H, p:p+W]."""

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
        for a in range(k):
            for b in range(k):
                sl = (slice(None), slice(None), slice(a, a + s * Ho, s), slice(b, b + s * Wo, s))
                self.dw[:, :, a, b] += np.einsum('nfij,ncij->fc', d, xp[sl])
                dxp[sl] += np.einsum('nfij,fc->ncij', d, self.w[:, :, a, b])
        return dxp[:, :, :H, :W]
