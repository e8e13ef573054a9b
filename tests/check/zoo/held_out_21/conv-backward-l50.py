"""A 2-D upstream gradient is reshaped to (N, H', W', F) and transposed, although the flattened output was (N, F,
H', W')."""

import numpy as np
class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        h2 = (H + 2 * p - k) // s + 1
        w2 = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, h2, w2, self.out_channels).transpose(0, 3, 1, 2)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(h2):
                    for j in range(w2):
                        g = d_prev[n, f, i, j]
                        a, b = i * s, j * s
                        dw[f] += g * xp[n, :, a:a + k, b:b + k]
                        dxp[n, :, a:a + k, b:b + k] += g * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dxp[:, :, p:p + H, p:p + W]
