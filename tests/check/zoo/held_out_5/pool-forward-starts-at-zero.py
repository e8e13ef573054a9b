"""The search for the maximum starts at 0, so a window of negative numbers gives 0."""


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k or (H - k) % s or (W - k) % s:
            raise ValueError("wrong input size")
        self.x = x
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        out = np.zeros((N, C, H_out, W_out))
        for i in range(H_out):
            for j in range(W_out):
                for a in range(k):
                    for b in range(k):
                        out[:, :, i, j] = np.maximum(out[:, :, i, j], x[:, :, i * s + a, j * s + b])
        return out
