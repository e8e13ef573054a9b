"""dx of a window is assigned, not added (line `dx_pad[...] = ...`), so where windows overlap only the last one
counts."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        x_pad = zero_pad(self.x, self.pad)
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        dx_pad = np.zeros(x_pad.shape)
        grad_w = np.zeros(self.w.shape)
        for i in range(H_out):
            for j in range(W_out):
                y0, x0 = i * s, j * s
                d = d_prev[:, :, i, j]
                window = x_pad[:, :, y0:y0 + k, x0:x0 + k]
                for f in range(self.out_channels):
                    grad_w[f] += np.sum(d[:, f].reshape(-1, 1, 1, 1) * window, axis=0)
                dx_pad[:, :, y0:y0 + k, x0:x0 + k] = np.tensordot(d, self.w, axes=(1, 0))
        self.dw = grad_w + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx_pad[:, :, p:p + H, p:p + W]
