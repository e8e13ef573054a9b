"""The input gradient of each window is assigned instead of added (`dx_pad[...] = ...`), so overlapping windows
overwrite each other."""

import numpy as np
class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros_like(x_pad, dtype=float)
        self.dw = reg_lambda * self.w
        self.db = np.einsum('nfij->f', d_prev)
        for i in range(Ho):
            top = i * s
            for j in range(Wo):
                left = j * s
                d = d_prev[:, :, i, j]
                self.dw = self.dw + np.einsum('nf,ncab->fcab', d, x_pad[:, :, top:top + k, left:left + k])
                dx_pad[:, :, top:top + k, left:left + k] = np.einsum('nf,fcab->ncab', d, self.w)
        return dx_pad[:, :, p:p + H, p:p + W]
