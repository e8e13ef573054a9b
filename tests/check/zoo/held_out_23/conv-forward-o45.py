"""im2col result (N*H'*W', F) is reshaped straight to (N, F, H', W') without reshaping to (N,H',W',F) and
transposing, so filters and positions are scrambled."""

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
        xp = zero_pad(x, p)
        Ho, Wo = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    cols.append(xp[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols)
        kernels = self.w.reshape(self.out_channels, -1).T
        result = cols.dot(kernels) + self.b
        return result.reshape(N, self.out_channels, Ho, Wo)
