"""The result of the matrix product has shape (N*H'*W', F) and is reshaped directly to (N, F, H', W'); it needs
reshape to (N, H', W', F) and a transpose."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("wrong number of channels")
        hh, ww = H + 2 * p - k, W + 2 * p - k
        if hh < 0 or ww < 0 or hh % s or ww % s:
            raise ValueError("sizes do not fit")
        self.x = x
        xp = zero_pad(x, p)
        Ho, Wo = hh // s + 1, ww // s + 1
        rows = []
        for n in range(N):
            for i in range(0, hh + 1, s):
                for j in range(0, ww + 1, s):
                    rows.append(xp[n, :, i:i + k, j:j + k].ravel())
        mat = np.array(rows).dot(self.w.reshape(self.out_channels, -1).T) + self.b
        return mat.reshape(N, self.out_channels, Ho, Wo)
