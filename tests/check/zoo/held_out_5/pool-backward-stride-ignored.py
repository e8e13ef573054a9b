"""The gradient is put at the window's number plus the place in it, without the stride."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        window = self.x[n, c, i * s : i * s + k, j * s : j * s + k]
                        row, col = np.unravel_index(np.argmax(window), (k, k))
                        dx[n, c, i + row, j + col] += d_prev[n, c, i, j]
        return dx
