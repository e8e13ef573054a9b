"""In the loop over the channels the output is assigned instead of added to: only the last channel counts."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("wrong input shape")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("the stride does not fit")
        self.x = x
        padded = zero_pad(x, p)
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, H_out, W_out))
        for n in range(N):
            for f in range(self.out_channels):
                for c in range(C):
                    for i in range(H_out):
                        for j in range(W_out):
                            window = padded[n, c, i * s : i * s + k, j * s : j * s + k]
                            out[n, f, i, j] = np.sum(window * self.w[f, c])
                out[n, f] += self.b[f]
        return out
