"""db averages over the positions: `d_prev.mean(axis=(2, 3)).sum(axis=0)`; the shared bias needs the sum over H'
and W'."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = np.reshape(d_prev, (N, F, Ho, Wo))
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        for u in range(k):
            for v in range(k):
                sub = xp[:, :, u:u + s * Ho:s, v:v + s * Wo:s]
                dw[:, :, u, v] = np.einsum('nfij,ncij->fc', d_prev, sub)
                dxp[:, :, u:u + s * Ho:s, v:v + s * Wo:s] += np.einsum('nfij,fc->ncij', d_prev, self.w[:, :, u, v])
        self.dw = dw + reg_lambda * self.w
        # the bias is the same at each position
        self.db = d_prev.mean(axis=(2, 3)).sum(axis=0)
        return dxp[:, :, p:p + H, p:p + W]
