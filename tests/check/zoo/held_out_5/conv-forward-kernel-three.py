"""The size of the window is written down as 3 instead of kernel_size."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        s, p = self.stride, self.pad
        if C != self.in_channels or H + 2 * p < 3 or W + 2 * p < 3 or (H + 2 * p - 3) % s or (W + 2 * p - 3) % s:
            raise ValueError("wrong input shape")
        self.x = x
        padded = zero_pad(x, p)
        H_out = (H + 2 * p - 3) // s + 1
        W_out = (W + 2 * p - 3) // s + 1
        out = np.zeros((N, self.out_channels, H_out, W_out))
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(H_out):
                    for j in range(W_out):
                        window = padded[n, :, i * s : i * s + 3, j * s : j * s + 3]
                        out[n, f, i, j] = np.sum(window * self.w[f]) + self.b[f]
        return out
