"""The window ends at the next window's start: it has the stride's size and not the kernel's."""


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
                out[:, :, i, j] = np.max(x[:, :, i * s : (i + 1) * s, j * s : (j + 1) * s], axis=(2, 3))
        return out
