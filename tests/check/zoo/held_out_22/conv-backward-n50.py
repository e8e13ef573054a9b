"""dw is taken from x summed over its input channels (window.sum over channels), so every channel of a filter gets
the same gradient; wrong for more than one input channel."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        dw = np.zeros_like(self.w)
        for i in range(Ho):
            for j in range(Wo):
                top, left = i * s, j * s
                # the forward pass sums over the channels
                window = x_pad[:, :, top:top + k, left:left + k].sum(axis=1)
                for f in range(self.out_channels):
                    g = d_prev[:, f, i, j]
                    dw[f] += (g[:, None, None] * window).sum(axis=0)
                    dx_pad[:, :, top:top + k, left:left + k] += g[:, None, None, None] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dx_pad[:, :, p:p + H, p:p + W]
