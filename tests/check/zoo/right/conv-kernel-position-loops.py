"""Two loops over the places in the kernel; each is a strided slice of the whole batch."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("channels")
        if min(H, W) + 2 * p < k or (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("size")
        self.size = (H, W)
        self.padded = zero_pad(x, p)
        self.n_rows = (H + 2 * p - k) // s + 1
        self.n_cols = (W + 2 * p - k) // s + 1
        out = np.zeros((self.out_channels, N, self.n_rows, self.n_cols))
        for a in range(k):
            for b in range(k):
                out += np.tensordot(self.w[:, :, a, b], self._pixels(self.padded, a, b), axes=(1, 1))
        return np.swapaxes(out, 0, 1) + self.b.reshape(1, -1, 1, 1)

    def _pixels(self, image, a, b):
        s = self.stride
        return image[:, :, a:a + s * (self.n_rows - 1) + 1:s, b:b + s * (self.n_cols - 1) + 1:s]

    def backward(self, d_prev, reg_lambda):
        N = self.padded.shape[0]
        d_prev = d_prev.reshape(N, self.out_channels, self.n_rows, self.n_cols)
        self.dw = np.empty_like(self.w)
        dx = np.zeros_like(self.padded)
        for a in range(self.kernel_size):
            for b in range(self.kernel_size):
                self.dw[:, :, a, b] = np.tensordot(d_prev, self._pixels(self.padded, a, b), axes=([0, 2, 3], [0, 2, 3]))
                view = self._pixels(dx, a, b)
                view += np.einsum("nfhw,fc->nchw", d_prev, self.w[:, :, a, b])
        self.dw += reg_lambda * self.w
        self.db = np.add.reduce(d_prev, axis=(0, 2, 3))
        H, W = self.size
        return dx[:, :, self.pad:self.pad + H, self.pad:self.pad + W].copy()
