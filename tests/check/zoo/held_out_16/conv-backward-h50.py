"""Cuts the padding only at the far side: dx_pad[:, :, :H, :W] instead of p:p+H, so dx is shifted by pad."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        rows = (H + 2 * p - k) // s + 1
        cols = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape((N, -1, rows, cols))
        padded = zero_pad(self.x, p)
        grad_in = np.zeros_like(padded, dtype=float)
        grad_w = np.zeros_like(self.w)
        for n in range(N):
            for f in range(self.out_channels):
                for r in range(rows):
                    for c in range(cols):
                        g = d_prev[n, f, r, c]
                        grad_w[f] += g * padded[n, :, r*s:r*s+k, c*s:c*s+k]
                        grad_in[n, :, r*s:r*s+k, c*s:c*s+k] += g * self.w[f]
        self.dw = grad_w + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return grad_in[:, :, :H, :W]
