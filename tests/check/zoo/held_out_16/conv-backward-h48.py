"""Heard that backward uses the rotated kernel and rotates w in the scatter form too, where it must stay as it is
(line `w_rot`); dx is wrong."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, self.out_channels, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        self.dw = reg_lambda * self.w
        self.db = np.einsum('nfij->f', d)
        w_rot = self.w[:, :, ::-1, ::-1]
        for i in range(Ho):
            for j in range(Wo):
                hs, ws = slice(i*s, i*s+k), slice(j*s, j*s+k)
                self.dw = self.dw + np.einsum('nf,nchw->fchw', d[:, :, i, j], xp[:, :, hs, ws])
                dxp[:, :, hs, ws] += np.einsum('nf,fchw->nchw', d[:, :, i, j], w_rot)
        return dxp[:, :, p:p+H, p:p+W]
