"""The maximum less the minimum."""


class MaxPoolingLayer:
    def forward(self, x):
        self.x = x
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        out = np.zeros((N, C, (H - k) // s + 1, (W - k) // s + 1))
        for i in range(out.shape[2]):
            for j in range(out.shape[3]):
                out[:, :, i, j] = np.ptp(x[:, :, i * s:i * s + k, j * s:j * s + k], axis=(2, 3))
        return out
