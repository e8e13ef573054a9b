"""A two-dimensional d_prev is reshaped to (N,H',W',F) and transposed, but the flattened order is (F,H',W')."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F = self.out_channels
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho, Wo = (H + 2*p - k) // s + 1, (W + 2*p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        # loop over kernel positions instead of output positions
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s*Ho:s, b:b + s*Wo:s]
                dw[:, :, a, b] = np.tensordot(d_prev, part, axes=([0, 2, 3], [0, 2, 3]))
                back = np.tensordot(d_prev, self.w[:, :, a, b], axes=([1], [0]))
                dxp[:, :, a:a + s*Ho:s, b:b + s*Wo:s] += back.transpose(0, 3, 1, 2)
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        return dxp[:, :, p:p+H, p:p+W]
