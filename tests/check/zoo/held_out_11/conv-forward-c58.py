"""In the loop over the input channels the result is assigned rather than added (out[n, f, i, j] = ...), so only
the last channel counts."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels do not match")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride does not divide")
        self.x = x
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, Ho, Wo))
        for n in range(N):
            for f in range(self.out_channels):
                for c in range(C):
                    for i in range(Ho):
                        for j in range(Wo):
                            patch = xp[n, c, i * s:i * s + k, j * s:j * s + k]
                            out[n, f, i, j] = np.sum(patch * self.w[f, c])
                out[n, f] += self.b[f]
        return out
