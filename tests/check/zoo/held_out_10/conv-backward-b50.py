"""dw is computed per sample and replaced in the loop over samples: only the last sample's weight gradient stays
(`dw = g` instead of `dw += g`)."""

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
        db = np.zeros(self.out_channels)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            g = np.zeros(self.w.shape)
            for f in range(self.out_channels):
                for i in range(Ho):
                    for j in range(Wo):
                        top, left = i * s, j * s
                        v = d_prev[n, f, i, j]
                        g[f] += v * xp[n, :, top:top + k, left:left + k]
                        dxp[n, :, top:top + k, left:left + k] += v * self.w[f]
                        db[f] += v
            dw = g
        self.dw = dw + reg_lambda * self.w
        self.db = db
        return dxp[:, :, p:p + H, p:p + W]
