"""The mask of the first maxima is made in forward and kept."""


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k or (H - k) % s or (W - k) % s:
            raise ValueError("size")
        self.shape = x.shape
        h, w = (H - k) // s + 1, (W - k) // s + 1
        out = np.zeros((N, C, h, w))
        self.masks = {}
        for i in range(h):
            for j in range(w):
                window = x[:, :, i * s:i * s + k, j * s:j * s + k].reshape(N, C, k * k)
                best = window.argmax(axis=2)
                out[:, :, i, j] = window.max(axis=2)
                self.masks[i, j] = np.eye(k * k)[best].reshape(N, C, k, k)
        self.out_shape = out.shape
        return out

    def backward(self, d_prev, reg_lambda=0):
        k, s = self.kernel_size, self.stride
        d_prev = d_prev.reshape(self.out_shape)
        dx = np.zeros(self.shape)
        for (i, j), mask in self.masks.items():
            dx[:, :, i * s:i * s + k, j * s:j * s + k] += mask * d_prev[:, :, i, j, None, None]
        return dx
