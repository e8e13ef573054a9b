"""The L2 gradient uses the wrong variable: `self.dw += reg_lambda * self.dw` scales the data gradient by 1 +
lambda instead of adding lambda w."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape((N, self.out_channels, Ho, Wo))
        x_pad = zero_pad(self.x, p)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.out_channels)
        dx = np.zeros(x_pad.shape)
        for f in range(self.out_channels):
            self.db[f] = d_prev[:, f].sum()
            for i in range(Ho):
                for j in range(Wo):
                    g = d_prev[:, f, i, j][:, None, None, None]
                    region = (slice(None), slice(None), slice(i * s, i * s + k), slice(j * s, j * s + k))
                    self.dw[f] += (g * x_pad[region]).sum(axis=0)
                    dx[region] += g * self.w[f]
        # regularisation
        self.dw += reg_lambda * self.dw
        return dx[:, :, p:p + H, p:p + W]
