"""The einsum uses different letters for the channel of patch and kernel ('nchw,fdhw->nf'), so each is summed over
its channels first: every input channel is multiplied with every kernel channel."""

import numpy as np


class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channel mismatch")
        if min(H, W) + 2 * p < k:
            raise ValueError("kernel is larger than the input")
        rows, rest_h = divmod(H + 2 * p - k, s)
        cols, rest_w = divmod(W + 2 * p - k, s)
        if rest_h or rest_w:
            raise ValueError("size does not divide")
        rows, cols = rows + 1, cols + 1
        xp = zero_pad(x, p)
        z = np.empty((N, self.out_channels, rows, cols))
        for r in range(rows):
            for c in range(cols):
                y0, x0 = r * s, c * s
                patch = xp[:, :, y0:y0 + k, x0:x0 + k]
                z[:, :, r, c] = np.einsum('nchw,fdhw->nf', patch, self.w)
        return z + self.b.reshape(1, -1, 1, 1)
