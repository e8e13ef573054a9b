"""The bias is never added to the output."""

import numpy as np

class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k = self.kernel_size
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * self.pad < k or W + 2 * self.pad < k:
            raise ValueError("kernel too large")
        if (H + 2 * self.pad - k) % self.stride != 0 or (W + 2 * self.pad - k) % self.stride != 0:
            raise ValueError("stride")
        xp = zero_pad(x, self.pad)
        h_out = (H + 2 * self.pad - k) // self.stride + 1
        w_out = (W + 2 * self.pad - k) // self.stride + 1
        out = np.zeros((N, self.out_channels, h_out, w_out))
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(h_out):
                    for j in range(w_out):
                        a = i * self.stride
                        b = j * self.stride
                        out[n, f, i, j] = np.sum(xp[n, :, a:a + k, b:b + k] * self.w[f])
        return out
