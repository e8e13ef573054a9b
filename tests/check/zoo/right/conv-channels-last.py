"""Inside, everything is (N, H, W, C); moveaxis at both ends."""


class ConvolutionLayer:
    def forward(self, x):
        k, s, p = self.kernel_size, self.stride, self.pad
        if x.shape[1] != self.in_channels:
            raise ValueError("channels")
        image = np.moveaxis(zero_pad(x, p), 1, -1)
        height, width = image.shape[1] - k, image.shape[2] - k
        if height < 0 or width < 0 or height % s or width % s:
            raise ValueError("size")
        kernel = np.moveaxis(self.w, 0, -1).transpose(1, 2, 0, 3)  # (k, k, C, F)
        rows, cols = range(0, height + 1, s), range(0, width + 1, s)
        out = np.stack([
            np.stack([np.tensordot(image[:, i:i + k, j:j + k], kernel, axes=3) for j in cols], axis=1)
            for i in rows
        ], axis=1)
        self.kept = image, kernel, rows, cols
        return np.moveaxis(out + self.b, -1, 1)

    def backward(self, d_prev, reg_lambda):
        k, p = self.kernel_size, self.pad
        image, kernel, rows, cols = self.kept
        d_prev = d_prev.reshape(len(image), self.out_channels, len(rows), len(cols))
        d_image, d_kernel = np.zeros(image.shape), np.zeros(kernel.shape)
        for row, i in enumerate(rows):
            for col, j in enumerate(cols):
                d = d_prev[:, :, row, col]
                d_kernel += np.tensordot(image[:, i:i + k, j:j + k], d, axes=(0, 0))
                d_image[:, i:i + k, j:j + k] += np.tensordot(d, kernel, axes=(1, 3))
        self.db = d_prev.sum(axis=3).sum(axis=2).sum(axis=0)
        self.dw = d_kernel.transpose(3, 2, 0, 1) + reg_lambda * self.w
        dx = np.moveaxis(d_image, -1, 1)
        return dx[:, :, p:dx.shape[2] - p, p:dx.shape[3] - p]
