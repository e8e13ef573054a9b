"""While the gradient is scattered into dx the kernel is flipped ('backward uses the rotated kernel'); scattering
needs the unflipped one (line `flipped = ...`)."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        oh = (H + 2 * p - k) // s + 1
        ow = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, oh, ow)
        x_pad = zero_pad(self.x, p)
        dx = np.zeros_like(x_pad, dtype=float)
        dw = np.zeros_like(self.w)
        flipped = self.w[:, :, ::-1, ::-1]
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(oh):
                    for j in range(ow):
                        g = d_prev[n, f, i, j]
                        top, left = i * s, j * s
                        dw[f] += g * x_pad[n, :, top:top + k, left:left + k]
                        dx[n, :, top:top + k, left:left + k] += g * flipped[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        return dx[:, :, p:p + H, p:p + W]
