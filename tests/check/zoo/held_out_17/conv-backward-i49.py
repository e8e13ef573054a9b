"""col2im overwrites: `dxp[...] = dcol` instead of +=, so where windows overlap only the last one's gradient stays
in dx."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        w_row = self.w.reshape(F, -1)
        dw_row = np.zeros(w_row.shape)
        dxp = np.zeros(xp.shape)
        for i in range(Ho):
            for j in range(Wo):
                top, left = i * s, j * s
                col = xp[:, :, top:top + k, left:left + k].reshape(N, -1)
                g = d[:, :, i, j]
                dw_row += g.T @ col
                dcol = (g @ w_row).reshape(N, C, k, k)
                dxp[:, :, top:top + k, left:left + k] = dcol
        self.dw = dw_row.reshape(self.w.shape) + reg_lambda * self.w
        self.db = d.sum(axis=3).sum(axis=2).sum(axis=0)
        return dxp[:, :, p:H + p, p:W + p]
