"""The kernel is turned by 180 degrees in forward (`self.w[:, :, ::-1, ::-1]`), a true convolution, where a cross-
correlation is asked for (and backward assumes)."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        x_pad = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        kernel = self.w[:, :, ::-1, ::-1]   # convolution flips the kernel
        out = np.zeros((N, self.out_channels, Ho, Wo))
        for f in range(self.out_channels):
            for i in range(Ho):
                for j in range(Wo):
                    patch = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]
                    out[:, f, i, j] = np.sum(patch * kernel[f], axis=(1, 2, 3)) + self.b[f]
        return out
