"""The bias is added inside the loop over the input channels, so it is in the sum C times."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("input channels do not match")
        if min(H, W) + 2 * p < k:
            raise ValueError("kernel larger than input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("size does not divide")
        padded = zero_pad(x, p)
        oh = int((H + 2 * p - k) / s) + 1
        ow = int((W + 2 * p - k) / s) + 1
        y = np.zeros((N, self.out_channels, oh, ow))
        for f in range(self.out_channels):
            for c in range(C):
                for r in range(oh):
                    for q in range(ow):
                        win = padded[:, c, r*s:r*s+k, q*s:q*s+k]
                        y[:, f, r, q] += np.sum(win * self.w[f, c], axis=(1, 2)) + self.b[f]
        return y
