"""The loop over the rows of windows ends one too early."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        x = self.x
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        rows, columns = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, rows, columns)
        dx = np.zeros(x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(rows - 1):
                    for j in range(columns):
                        window = x[n, c, i * s:i * s + k, j * s:j * s + k]
                        a, b = np.unravel_index(np.argmax(window), (k, k))
                        dx[n, c, i * s + a, j * s + b] += d_prev[n, c, i, j]
        return dx
