"""The convolution is written out as one matrix of H W C rows, of which backward uses the transpose."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if H + 2 * p < k or W + 2 * p < k or (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("size")
        h, w = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        self.x, self.hw = x, (h, w)
        self.matrix = np.zeros((C, H + 2 * p, W + 2 * p, self.out_channels, h, w))
        for i in range(h):
            for j in range(w):
                self.matrix[:, i * s:i * s + k, j * s:j * s + k, :, i, j] = self.w.transpose(1, 2, 3, 0)
        self.matrix = self.matrix[:, p:p + H, p:p + W].reshape(C * H * W, -1)
        out = (x.reshape(N, -1) @ self.matrix).reshape(N, self.out_channels, h * w)
        return (out + self.b.reshape(-1, 1)).reshape(N, self.out_channels, h, w)

    def backward(self, d_prev, reg_lambda):
        N = self.x.shape[0]
        k, s = self.kernel_size, self.stride
        h, w = self.hw
        d = d_prev.reshape(N, -1)
        padded = zero_pad(self.x, self.pad)
        d4 = d.reshape(N, self.out_channels, h, w)
        self.dw = reg_lambda * self.w + sum(
            np.einsum("nf,ncab->fcab", d4[:, :, i, j], padded[:, :, i * s:i * s + k, j * s:j * s + k])
            for i in range(h) for j in range(w))
        self.db = d4.reshape(N, self.out_channels, -1).sum(axis=-1).sum(axis=0)
        return (d @ self.matrix.T).reshape(self.x.shape)
