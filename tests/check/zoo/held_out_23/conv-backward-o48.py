"""dw multiplies the sum of d_prev over the batch with the sum of the windows over the batch (product of sums)
instead of summing the products per sample; right only for N = 1."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        xp = zero_pad(self.x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        for i in range(Ho):
            for j in range(Wo):
                hs, ws = slice(i * s, i * s + k), slice(j * s, j * s + k)
                window_sum = xp[:, :, hs, ws].sum(axis=0)
                for f in range(self.out_channels):
                    dw[f] += d_prev[:, f, i, j].sum() * window_sum
                    dxp[:, :, hs, ws] += d_prev[:, f, i, j][:, None, None, None] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        return dxp[:, :, p:p + H, p:p + W]
