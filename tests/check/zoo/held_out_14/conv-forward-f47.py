"""im2col: the product has shape (N H' W', F) and is reshaped directly to (N, F, H', W') without (N, H', W', F) and
a transpose, so channels and positions are mixed up."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride")
        self.x = x
        xp = zero_pad(x, p)
        Ho, Wo = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    cols.append(xp[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols)                              # (N*Ho*Wo, C*k*k)
        kernels = self.w.reshape(self.out_channels, -1).T  # (C*k*k, F)
        out = cols @ kernels + self.b
        return out.reshape(N, self.out_channels, Ho, Wo)
