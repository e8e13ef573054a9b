"""The bias is a column of ones in im2col, so that dw and db are one matrix product."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k or (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("input shape")
        self.dims = (N, C, H, W, (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1)
        h, w = self.dims[4:]
        x_pad = zero_pad(x, p)
        rows = [x_pad[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, -1) for i in range(h) for j in range(w)]
        rows = np.concatenate(rows)  # (h w N, C k k)
        self.rows = np.hstack([rows, np.ones((len(rows), 1))])
        self.weights = np.hstack([self.w.reshape(self.out_channels, -1), self.b[:, None]])
        out = self.rows.dot(self.weights.T)
        return out.reshape(h, w, N, -1).transpose(2, 3, 0, 1)

    def backward(self, d_prev, reg_lambda):
        N, C, H, W, h, w = self.dims
        k, s, p = self.kernel_size, self.stride, self.pad
        d = d_prev.reshape(N, self.out_channels, h, w).transpose(2, 3, 0, 1).reshape(-1, self.out_channels)
        both = d.T.dot(self.rows)
        self.dw = both[:, :-1].reshape(self.w.shape) + reg_lambda * self.w
        self.db = both[:, -1].copy()
        d_rows = d.dot(self.weights[:, :-1]).reshape(h, w, N, C, k, k)
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p))
        for i in range(h):
            for j in range(w):
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += d_rows[i, j]
        return dx[:, :, p:p + H, p:p + W]
