"""As the weights are shared, dw is averaged over the H'*W' positions where the sum belongs: dw / (Ho * Wo)."""

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
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(Ho):
                    for j in range(Wo):
                        y0, x0 = i * s, j * s
                        dw[f] += d[n, f, i, j] * xp[n, :, y0:y0 + k, x0:x0 + k]
                        dxp[n, :, y0:y0 + k, x0:x0 + k] += d[n, f, i, j] * self.w[f]
        # the same weights are used at every position
        dw = dw / (Ho * Wo)
        self.dw = dw + reg_lambda * self.w
        self.db = d.sum((0, 2, 3))
        return dxp[:, :, p:p + H, p:p + W]
