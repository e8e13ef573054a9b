"""lambda * w is added inside the loop over the output positions, H'*W' times instead of once."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F, k, s, p = self.out_channels, self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        dxp = np.zeros(xp.shape)
        wmat = self.w.reshape(F, -1)
        dw = np.zeros(wmat.shape)
        db = np.zeros(F)
        for i in range(Ho):
            for j in range(Wo):
                x_col = xp[:, :, i*s:i*s+k, j*s:j*s+k].reshape(N, -1)
                g = d[:, :, i, j]
                dw += g.T @ x_col + reg_lambda * wmat
                db += g.sum(axis=0)
                dxp[:, :, i*s:i*s+k, j*s:j*s+k] += (g @ wmat).reshape(N, C, k, k)
        self.dw = dw.reshape(self.w.shape)
        self.db = db
        return dxp[:, :, p:p+H, p:p+W]
