"""im2col result (N*H'*W', F) is reshaped straight to (N, F, H', W') without going through (N, H', W', F) and a
transpose: values land in wrong places."""

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
        Ho = (H + 2 * p - k) // s + 1
        Wo = (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(Ho):
                for j in range(Wo):
                    cols.append(xp[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols)
        out = cols.dot(self.w.reshape(self.out_channels, -1).T) + self.b
        return out.reshape(N, self.out_channels, Ho, Wo)
