"""dx as a full correlation of the spread and padded d_prev with w, but w is not turned by 180 degrees (`self.w` in
the tensordot instead of self.w[:, :, ::-1, ::-1])."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, F, Ho, Wo)
        xp = zero_pad(self.x, p)
        self.db = d.sum(axis=(0, 2, 3))
        self.dw = reg_lambda * self.w
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + s * Ho:s, b:b + s * Wo:s]
                self.dw[:, :, a, b] += np.einsum('nfij,ncij->fc', d, part)
        # full convolution for dx
        spread = np.zeros((N, F, (Ho - 1) * s + 1, (Wo - 1) * s + 1))
        spread[:, :, ::s, ::s] = d
        spread = zero_pad(spread, k - 1)
        dxp = np.zeros(xp.shape)
        for i in range(xp.shape[2]):
            for j in range(xp.shape[3]):
                win = spread[:, :, i:i + k, j:j + k]
                dxp[:, :, i, j] = np.tensordot(win, self.w, axes=([1, 2, 3], [0, 2, 3]))
        return dxp[:, :, p:p + H, p:p + W]
