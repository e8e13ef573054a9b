"""Flips the kernel by 180 degrees ('real convolution'), while the homework (and backward) uses cross-correlation."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride")
        x_pad = zero_pad(x, p)
        kernel = np.rot90(self.w, 2, axes=(2, 3))    # convolution = flipped filter
        H2 = (H + 2 * p - k) // s + 1
        W2 = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, H2, W2))
        for i in range(H2):
            for j in range(W2):
                patch = x_pad[:, :, s*i:s*i+k, s*j:s*j+k]
                out[:, :, i, j] = np.einsum('nchw,fchw->nf', patch, kernel)
        out += self.b[None, :, None, None]
        return out
