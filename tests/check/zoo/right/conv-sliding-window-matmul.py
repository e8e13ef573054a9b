"""Convolution by im2col with sliding_window_view and matmul; the columns are kept for backward."""

from numpy.lib.stride_tricks import sliding_window_view


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("bad input shape %s" % (x.shape,))
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("bad stride")
        windows = sliding_window_view(zero_pad(x, p), (k, k), axis=(2, 3))[:, :, ::s, ::s]
        self.out_hw = windows.shape[2:4]
        self.x_shape = x.shape
        # (N, H' W', C k k)
        self.cols = windows.transpose(0, 2, 3, 1, 4, 5).reshape(N, -1, C * k * k)
        out = self.cols @ self.w.reshape(self.out_channels, -1).T + self.b
        return out.transpose(0, 2, 1).reshape(N, self.out_channels, *self.out_hw)

    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x_shape
        k, s, p, F = self.kernel_size, self.stride, self.pad, self.out_channels
        h, w = self.out_hw
        d = d_prev.reshape(N, F, h * w)
        self.db = d.sum(axis=2).sum(axis=0)
        self.dw = (d @ self.cols).sum(axis=0).reshape(self.w.shape) + reg_lambda * self.w
        d_cols = (d.transpose(0, 2, 1) @ self.w.reshape(F, -1)).reshape(N, h, w, C, k, k)
        dx = np.zeros((N, C, H + 2 * p, W + 2 * p))
        for a in range(k):
            for b in range(k):
                dx[:, :, a:a + s * h:s, b:b + s * w:s] += d_cols[:, :, :, :, a, b].transpose(0, 3, 1, 2)
        return dx[:, :, p:H + p, p:W + p]
