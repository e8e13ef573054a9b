"""Uses self.w[f, 0] for all input channels (a 2-D kernel broadcast over the channels); the kernels of the other
channels are ignored. Invisible for one channel, as in the first layer."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        if k > H + 2 * p or k > W + 2 * p:
            raise ValueError("kernel bigger than input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("sizes do not divide")
        self.x = x
        padded = zero_pad(x, p)
        out_h = (H + 2 * p - k) // s + 1
        out_w = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, out_h, out_w))
        for n in range(N):
            for f in range(self.out_channels):
                kernel = self.w[f, 0]
                for r in range(out_h):
                    for c in range(out_w):
                        region = padded[n, :, r * s:r * s + k, c * s:c * s + k]
                        out[n, f, r, c] = np.sum(region * kernel) + self.b[f]
        return out
