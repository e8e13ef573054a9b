"""In the loop over the filters db[f] gets the sum of the whole d_prev instead of d_prev[:, f]; all biases get the
same gradient, the sum over all filters."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)
        for f in range(self.out_channels):
            for n in range(N):
                for i in range(Ho):
                    for j in range(Wo):
                        g = d_prev[n, f, i, j]
                        self.dw[f] += g * xp[n, :, i * s:i * s + k, j * s:j * s + k]
                        dxp[n, :, i * s:i * s + k, j * s:j * s + k] += g * self.w[f]
            self.dw[f] += reg_lambda * self.w[f]
            self.db[f] = np.sum(d_prev)
        return dxp[:, :, p:p + H, p:p + W]
