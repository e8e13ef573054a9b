"""A 2-D d_prev is reshaped to (N, H', W', F) and transposed, as if the channels came last; the flattened output is
in the order F, H', W'."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, Ho, Wo, self.out_channels).transpose(0, 3, 1, 2)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        dw = np.zeros(self.w.shape)
        for i in range(Ho):
            for j in range(Wo):
                top, left = i * s, j * s
                block = xp[:, :, top:top + k, left:left + k]
                for f in range(self.out_channels):
                    g = d_prev[:, f, i, j][:, None, None, None]
                    dw[f] += np.sum(block * g, axis=0)
                    dxp[:, :, top:top + k, left:left + k] += g * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dxp[:, :, p:p + H, p:p + W]
