"""The bias is added inside the loop over the input channels, so once per channel (C times)."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or min(H, W) + 2 * p < k:
            raise ValueError("input does not match the layer")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("the stride does not fit")
        self.x = x
        padded = zero_pad(x, p)
        out_h = (H + 2 * p - k) // s + 1
        out_w = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, out_h, out_w))
        for f in range(self.out_channels):
            for ch in range(C):
                for i in range(out_h):
                    for j in range(out_w):
                        region = padded[:, ch, i * s:i * s + k, j * s:j * s + k]
                        out[:, f, i, j] += np.sum(region * self.w[f, ch], axis=(1, 2)) + self.b[f]
        return out
