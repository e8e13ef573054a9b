"""A 2-D d_prev is reshaped as (N, H', W', F) and transposed, although the flattened output has channel first order
(N, F, H', W')."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        grad = np.zeros(self.w.shape)
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    sl = (n, slice(None), slice(i * s, i * s + k), slice(j * s, j * s + k))
                    for f in range(F):
                        grad[f] += d_prev[n, f, i, j] * x_pad[sl]
                        dx_pad[sl] += d_prev[n, f, i, j] * self.w[f]
        self.dw = grad + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dx_pad[:, :, p:p + H, p:p + W]
