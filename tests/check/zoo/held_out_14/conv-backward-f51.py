"""A 2-D upstream gradient is reshaped as channels-last, (N, H', W', F) and then transposed, although the flattened
output was (N, F, H', W')."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        h = (H + 2 * p - k) // s + 1
        w = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, h, w, self.out_channels).transpose(0, 3, 1, 2)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(h):
                    for j in range(w):
                        g = d_prev[n, f, i, j]
                        y0, x0 = i * s, j * s
                        dw[f] += g * xp[n, :, y0:y0 + k, x0:x0 + k]
                        dxp[n, :, y0:y0 + k, x0:x0 + k] += g * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dxp[:, :, p:p + H, p:p + W]
