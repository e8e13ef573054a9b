"""db takes the mean over the output positions (d.mean(axis=(2, 3))) before summing over the batch, where the bias
is added at every position and the gradient is the sum."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        oh = (H + 2 * p - k) // s + 1
        ow = (W + 2 * p - k) // s + 1
        d = np.reshape(d_prev, (N, self.out_channels, oh, ow))
        xp = zero_pad(self.x, p)
        dxp = np.zeros_like(xp, dtype=float)
        dw = np.zeros_like(self.w)
        # loop over the kernel positions instead of the output
        for a in range(k):
            for b in range(k):
                xs = xp[:, :, a:a + s * oh:s, b:b + s * ow:s]
                dw[:, :, a, b] = np.einsum('nfij,ncij->fc', d, xs)
                dxp[:, :, a:a + s * oh:s, b:b + s * ow:s] += np.einsum('nfij,fc->ncij', d, self.w[:, :, a, b])
        self.dw = dw + reg_lambda * self.w
        self.db = d.mean(axis=(2, 3)).sum(axis=0)
        return dxp[:, :, p:p + H, p:p + W]
