"""im2col by index arrays; backward puts the columns back by np.add.at."""


class ConvolutionLayer:
    def _indices(self, H, W):
        k, s = self.kernel_size, self.stride
        rows = s * np.arange((H + 2 * self.pad - k) // s + 1)
        cols = s * np.arange((W + 2 * self.pad - k) // s + 1)
        a = np.repeat(np.arange(k), k)
        b = np.tile(np.arange(k), k)
        i = a[:, None] + np.repeat(rows, len(cols))[None, :]
        j = b[:, None] + np.tile(cols, len(rows))[None, :]
        return i, j, len(rows), len(cols)

    def forward(self, x):
        N, C, H, W = x.shape
        room_h = H + 2 * self.pad - self.kernel_size
        room_w = W + 2 * self.pad - self.kernel_size
        if C != self.in_channels or room_h < 0 or room_w < 0 or room_h % self.stride or room_w % self.stride:
            raise ValueError("the kernel does not fit the input")
        i, j, h, w = self._indices(H, W)
        self.x_shape = x.shape
        self.col = zero_pad(x, self.pad)[:, :, i, j].reshape(N, -1, h * w)
        out = np.matmul(self.w.reshape(self.out_channels, -1), self.col) + self.b[:, np.newaxis]
        return out.reshape(N, self.out_channels, h, w)

    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x_shape
        p = self.pad
        i, j, h, w = self._indices(H, W)
        d = d_prev.reshape(N, self.out_channels, h * w)
        self.db = d.sum(axis=(0, 2))
        self.dw = np.einsum("nfp,nqp->fq", d, self.col).reshape(self.w.shape) + reg_lambda * self.w
        dcol = np.matmul(self.w.reshape(self.out_channels, -1).T, d).reshape(N, C, -1, h * w)
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p))
        np.add.at(dx, (slice(None), slice(None), i, j), dcol)
        return dx[:, :, p:p + H, p:p + W]
