"""The maximum over k k shifted slices of the image; backward gives each window's gradient away once, to the first match."""


class MaxPoolingLayer:
    def _slices(self):
        k, s = self.kernel_size, self.stride
        h, w = self.out.shape[2:]
        for a in range(k):
            for b in range(k):
                yield (Ellipsis, slice(a, a + s * (h - 1) + 1, s), slice(b, b + s * (w - 1) + 1, s))

    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k or (H - k) % s or (W - k) % s:
            raise ValueError("size")
        self.x = x
        self.out = np.full((N, C, (H - k) // s + 1, (W - k) // s + 1), -np.inf)
        for where in self._slices():
            self.out = np.maximum(self.out, x[where])
        return self.out.copy()

    def backward(self, d_prev, reg_lambda=0):
        left = np.array(d_prev, dtype=float).reshape(self.out.shape)
        dx = np.zeros_like(self.x)
        for where in self._slices():
            match = self.x[where] == self.out
            dx[where] += np.where(match, left, 0)
            left[match] = 0
        return dx
