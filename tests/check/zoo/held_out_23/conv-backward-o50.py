"""A 2-D upstream gradient is reshaped to (N, H', W', F) and transposed, although it was flattened as (N, F, H',
W'); 4-D gradients are right."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, H_out, W_out, self.out_channels).transpose(0, 3, 1, 2)
        padded = zero_pad(self.x, p)
        d_padded = np.zeros(padded.shape)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for i in range(H_out):
                for j in range(W_out):
                    a, b = i * s, j * s
                    for f in range(self.out_channels):
                        dw[f] += padded[n, :, a:a + k, b:b + k] * d_prev[n, f, i, j]
                        d_padded[n, :, a:a + k, b:b + k] += self.w[f] * d_prev[n, f, i, j]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return d_padded[:, :, p:H + p, p:W + p]
