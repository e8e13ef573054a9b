"""The maximum is taken over all channels, so all of them get the same."""


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
        for n in range(N):
            for i in range(H_out):
                for j in range(W_out):
                    out[n, :, i, j] = np.max(x[n, :, i * s : i * s + k, j * s : j * s + k])
        return out
