"""The stride is a subsampling of the convolution with stride 1; backward fills the gaps of d_prev with zeros."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("input shape")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("stride")
        self.x_pad = zero_pad(x, p)
        full = np.zeros((N, self.out_channels, H + 2 * p - k + 1, W + 2 * p - k + 1))
        for i in range(full.shape[2]):
            for j in range(full.shape[3]):
                full[:, :, i, j] = self.x_pad[:, :, i:i + k, j:j + k].reshape(N, -1) @ self.w.reshape(self.out_channels, -1).T
        self.full_shape = full.shape
        return full[:, :, ::s, ::s] + self.b.reshape(-1, 1, 1)

    def backward(self, d_prev, reg_lambda):
        k, s, p = self.kernel_size, self.stride, self.pad
        d = np.zeros(self.full_shape)
        d[:, :, ::s, ::s] = d_prev.reshape(d[:, :, ::s, ::s].shape)
        N = d.shape[0]
        dx = np.zeros(self.x_pad.shape)
        dw = np.zeros((self.out_channels, self.w[0].size))
        for i in range(d.shape[2]):
            for j in range(d.shape[3]):
                dw += d[:, :, i, j].T @ self.x_pad[:, :, i:i + k, j:j + k].reshape(N, -1)
                dx[:, :, i:i + k, j:j + k] += (d[:, :, i, j] @ self.w.reshape(self.out_channels, -1)).reshape(N, -1, k, k)
        self.dw = dw.reshape(self.w.shape) + reg_lambda * self.w
        self.db = d.sum((0, 2, 3))
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
