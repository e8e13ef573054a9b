"""The kernel is turned by 180 degrees (true convolution) in the forward pass, while cross-correlation is asked for
and backward differentiates that."""

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
        kernel = self.w[:, :, ::-1, ::-1]      # convolution flips the kernel
        oh, ow = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, oh, ow))
        for i in range(oh):
            for j in range(ow):
                patch = xp[:, :, i * s:i * s + k, j * s:j * s + k]
                out[:, :, i, j] = np.einsum('nchw,fchw->nf', patch, kernel) + self.b
        return out
