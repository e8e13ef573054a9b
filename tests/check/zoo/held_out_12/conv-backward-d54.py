"""reg_lambda * w is added to dw inside the loop over the batch: N times the L2 gradient."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape((N, self.out_channels, Ho, Wo))
        xp = zero_pad(self.x, p)
        dxp = np.zeros_like(xp, dtype=float)
        self.dw = np.zeros_like(self.w)
        self.db = np.zeros_like(self.b)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(Ho):
                    for j in range(Wo):
                        g = d_prev[n, f, i, j]
                        self.dw[f] += g * xp[n, :, i * s:i * s + k, j * s:j * s + k]
                        dxp[n, :, i * s:i * s + k, j * s:j * s + k] += g * self.w[f]
                        self.db[f] += g
            self.dw += reg_lambda * self.w
        return dxp[:, :, p:p + H, p:p + W]
