"""The loop over the filters ends one too early."""


class ConvolutionLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        x_pad = zero_pad(x, p)
        out = np.zeros((N, self.out_channels, (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1))
        for f in range(self.out_channels - 1):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    window = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]
                    out[:, f, i, j] = np.sum(window * self.w[f], axis=(1, 2, 3)) + self.b[f]
        return out
