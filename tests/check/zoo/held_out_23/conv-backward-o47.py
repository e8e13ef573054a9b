"""For dw the window of the padded input starts at (i, j), not at (i*stride, j*stride); dx has it right. Wrong for
stride > 1."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k = self.kernel_size
        step = self.stride
        p = self.pad
        x_pad = zero_pad(self.x, p)
        oh = (H + 2 * p - k) // step + 1
        ow = (W + 2 * p - k) // step + 1
        d_prev = d_prev.reshape(N, self.out_channels, oh, ow)
        dx_pad = np.zeros(x_pad.shape)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)
        for f in range(self.out_channels):
            self.db[f] = d_prev[:, f].sum()
            for i in range(oh):
                for j in range(ow):
                    g = d_prev[:, f, i, j].reshape(N, 1, 1, 1)
                    self.dw[f] += (g * x_pad[:, :, i:i + k, j:j + k]).sum(axis=0)
                    top, left = i * step, j * step
                    dx_pad[:, :, top:top + k, left:left + k] += g * self.w[f]
        self.dw += reg_lambda * self.w
        return dx_pad[:, :, p:p + H, p:p + W]
