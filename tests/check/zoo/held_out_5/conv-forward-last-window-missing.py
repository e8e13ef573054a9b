"""The loops end one window early: the last row and the last column of the output stay zero."""


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
        for top in range(0, padded.shape[2] - k, s):
            for left in range(0, padded.shape[3] - k, s):
                window = padded[:, :, top : top + k, left : left + k]
                for f in range(self.out_channels):
                    out[:, f, top // s, left // s] = (window * self.w[f]).sum(axis=(1, 2, 3)) + self.b[f]
        return out
