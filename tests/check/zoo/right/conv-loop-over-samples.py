"""Loops over samples, filters and places, np.pad with pad_width, and a cache tuple for backward."""


class ConvolutionLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.w.shape[1] or H + 2 * p < k or W + 2 * p < k:
            raise ValueError("wrong input shape")
        if (H + 2 * p - k) % s != 0 or (W + 2 * p - k) % s != 0:
            raise ValueError("wrong stride")
        x_pad = np.pad(x, pad_width=((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
        H_out = int((H + 2 * p - k) / s + 1)
        W_out = int((W + 2 * p - k) / s + 1)
        out = np.empty((N, self.out_channels, H_out, W_out))
        for n, image in enumerate(x_pad):
            for f, (kernel, bias) in enumerate(zip(self.w, self.b)):
                for i in range(H_out):
                    for j in range(W_out):
                        out[n, f, i, j] = np.sum(image[:, i * s:i * s + k, j * s:j * s + k] * kernel) + bias
        self.cache = (x.shape, x_pad, out.shape)
        return out

    def backward(self, d_prev, reg_lambda):
        x_shape, x_pad, out_shape = self.cache
        k, s, p = self.kernel_size, self.stride, self.pad
        d_prev = d_prev.reshape(out_shape)
        N, F, H_out, W_out = out_shape
        dx_pad = np.zeros_like(x_pad)
        dw = np.zeros_like(self.w)
        db = np.zeros_like(self.b)
        for n in range(N):
            for f in range(F):
                db[f] += d_prev[n, f].sum()
                for i in range(H_out):
                    for j in range(W_out):
                        rows, cols = slice(i * s, i * s + k), slice(j * s, j * s + k)
                        dw[f] += d_prev[n, f, i, j] * x_pad[n, :, rows, cols]
                        dx_pad[n, :, rows, cols] += d_prev[n, f, i, j] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = db
        if p == 0:
            return dx_pad
        return dx_pad[:, :, p:-p, p:-p]
