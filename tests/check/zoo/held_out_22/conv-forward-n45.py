"""im2col with all samples in one matrix: the product has shape (F, N*H'*W') and is reshaped directly to
(N,F,H',W') without bringing N to the front; filters and samples are mixed up as soon as N > 1."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("kernel too large")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("stride does not fit")
        self.x = x
        xp = zero_pad(x, p)
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    cols.append(xp[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols).T                      # (C*k*k, N*Ho*Wo)
        w_row = self.w.reshape(self.out_channels, -1)
        out = w_row @ cols + self.b[:, None]
        return out.reshape(N, self.out_channels, Ho, Wo)
