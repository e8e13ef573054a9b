"""The padding is cut off at the wrong place: dx_pad[:, :, :H, :W] has the right shape but is shifted by pad (the
border at top and left stays)."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        grad = d_prev.reshape(N, self.out_channels, Ho, Wo)
        padded = zero_pad(self.x, p)
        dpadded = np.zeros(padded.shape)
        dw = np.zeros(self.w.shape)
        for i in range(k):
            for j in range(k):
                he, we = i + s * Ho, j + s * Wo
                view = padded[:, :, i:he:s, j:we:s]
                dw[:, :, i, j] = np.tensordot(grad, view, axes=([0, 2, 3], [0, 2, 3]))
                dpadded[:, :, i:he:s, j:we:s] += np.einsum('nfhw,fc->nchw', grad, self.w[:, :, i, j])
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(grad, axis=(0, 2, 3))
        # back to the size of the input
        return dpadded[:, :, :H, :W]
