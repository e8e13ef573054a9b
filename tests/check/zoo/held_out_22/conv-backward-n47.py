"""dx as a full convolution of the (dilated, padded) upstream gradient with the kernel, but the kernel is not
rotated by 180 degrees; the correlation with the unflipped kernel is not the transpose of the forward pass."""

import numpy as np


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        F = self.out_channels
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, F, Ho, Wo)
        x_pad = zero_pad(self.x, p)

        self.dw = np.zeros(self.w.shape)
        for a in range(k):
            for b in range(k):
                patch = x_pad[:, :, a:a + s * (Ho - 1) + 1:s, b:b + s * (Wo - 1) + 1:s]
                self.dw[:, :, a, b] = np.tensordot(d_prev, patch, axes=([0, 2, 3], [0, 2, 3]))
        self.dw += reg_lambda * self.w
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)

        # gradient of the input: full convolution
        dil = np.zeros((N, F, (Ho - 1) * s + 1, (Wo - 1) * s + 1))
        dil[:, :, ::s, ::s] = d_prev
        dil = zero_pad(dil, k - 1)
        dx_pad = np.zeros(x_pad.shape)
        for i in range(H + 2 * p):
            for j in range(W + 2 * p):
                win = dil[:, :, i:i + k, j:j + k]
                dx_pad[:, :, i, j] = np.tensordot(win, self.w, axes=([1, 2, 3], [0, 2, 3]))
        return dx_pad[:, :, p:H + p, p:W + p]
