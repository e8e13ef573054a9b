"""A reshape where kernel and stride are equal and everything divides, else loops; valid region, no error."""


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k:
            raise ValueError("kernel larger than input")
        self.x = x
        if k == s and H % k == 0 and W % k == 0:
            return x.reshape(N, C, H // k, k, W // k, k).max(axis=5).max(axis=3)
        H_out, W_out = (H - k) // s + 1, (W - k) // s + 1
        return np.array([[[[x[n, c, i * s:i * s + k, j * s:j * s + k].max() for j in range(W_out)]
                           for i in range(H_out)] for c in range(C)] for n in range(N)])
