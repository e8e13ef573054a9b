"""im2col: the result of shape (N*H'*W', F) is reshaped directly to (N, F, H', W') without the transposition from
channels-last, which scrambles the output."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if min(H, W) + 2 * p < k:
            raise ValueError("kernel")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride")
        self.x = x
        padded = zero_pad(x, p)
        oh = (H + 2 * p - k) // s + 1
        ow = (W + 2 * p - k) // s + 1
        cols = []
        for n in range(N):
            for i in range(oh):
                for j in range(ow):
                    cols.append(padded[n, :, i * s:i * s + k, j * s:j * s + k].ravel())
        cols = np.array(cols)
        w_flat = self.w.reshape(self.out_channels, -1)
        res = cols @ w_flat.T + self.b
        return res.reshape(N, self.out_channels, oh, ow)
