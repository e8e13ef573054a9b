"""`dw[f] += ... + reg_lambda * self.w[f]` in the loop over the output positions: lambda w is added H'W' times."""

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
        dw = np.zeros(self.w.shape)
        db = np.zeros(self.b.shape)
        for f in range(self.out_channels):
            db[f] = np.sum(d_prev[:, f, :, :])
            for i in range(Ho):
                for j in range(Wo):
                    y0, x0 = i * s, j * s
                    g = d_prev[:, f, i, j].reshape(N, 1, 1, 1)
                    dw[f] += np.sum(g * xp[:, :, y0:y0 + k, x0:x0 + k], axis=0) + reg_lambda * self.w[f]
                    dxp[:, :, y0:y0 + k, x0:x0 + k] += g * self.w[f]
        self.dw = dw
        self.db = db
        return dxp[:, :, p:p + H, p:p + W]
