"""db: d_prev.reshape(F, -1).sum(axis=1) without moving the channel axis to the front first, so samples and
channels are mixed when N > 1."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F = self.out_channels
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        dout = d_prev.reshape(N, F, Ho, Wo)
        self.db = dout.reshape(F, -1).sum(axis=1)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = reg_lambda * self.w
        for a in range(k):
            for b in range(k):
                rows = slice(a, a + s * Ho, s)
                cols = slice(b, b + s * Wo, s)
                self.dw[:, :, a, b] += np.einsum('nfij,ncij->fc', dout, xp[:, :, rows, cols])
                dxp[:, :, rows, cols] += np.einsum('nfij,fc->ncij', dout, self.w[:, :, a, b])
        return dxp[:, :, p:p + H, p:p + W]
