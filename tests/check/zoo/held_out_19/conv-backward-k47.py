"""In dx the window is overwritten (=) for each output place and not added to (+=), though summed over the filters:
overlapping windows lose their earlier contributions."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        x = self.x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        oh = (H + 2 * p - k) // s + 1
        ow = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape((N, self.out_channels, oh, ow))
        x_pad = zero_pad(x, p)
        dx_pad = np.zeros(x_pad.shape)
        self.dw = reg_lambda * self.w
        self.db = np.zeros(self.b.shape)
        for n in range(N):
            for i in range(oh):
                for j in range(ow):
                    top, left = i * s, j * s
                    g = np.zeros((C, k, k))
                    for f in range(self.out_channels):
                        self.dw[f] += d_prev[n, f, i, j] * x_pad[n, :, top:top + k, left:left + k]
                        self.db[f] += d_prev[n, f, i, j]
                        g += d_prev[n, f, i, j] * self.w[f]
                    dx_pad[n, :, top:top + k, left:left + k] = g
        return dx_pad[:, :, p:p + H, p:p + W]
