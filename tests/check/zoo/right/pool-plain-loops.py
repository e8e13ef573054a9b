"""Plain loops that compare by >, so the first maximum stays; its row and column are kept."""


class MaxPoolingLayer:
    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k or (H - k) % s != 0 or (W - k) % s != 0:
            raise ValueError("size")
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        self.input_shape = x.shape
        self.argmax = np.zeros((N, C, H_out, W_out, 2), dtype=int)
        out = np.zeros((N, C, H_out, W_out))
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        row, col = i * s, j * s
                        for a in range(i * s, i * s + k):
                            for b in range(j * s, j * s + k):
                                if x[n, c, a, b] > x[n, c, row, col]:
                                    row, col = a, b
                        out[n, c, i, j] = x[n, c, row, col]
                        self.argmax[n, c, i, j] = row, col
        return out

    def backward(self, d_prev, reg_lambda=0):
        N, C, H_out, W_out, _ = self.argmax.shape
        d_prev = d_prev.reshape((N, C, H_out, W_out))
        dx = np.zeros(self.input_shape)
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        row, col = self.argmax[n, c, i, j]
                        dx[n, c, row, col] += d_prev[n, c, i, j]
        return dx
