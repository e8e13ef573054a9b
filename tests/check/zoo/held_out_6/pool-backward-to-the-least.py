"""The gradient goes to the least entry of each window."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        rows, columns = (H - k) // s + 1, (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, rows, columns)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(rows):
                    for j in range(columns):
                        window = self.x[n, c, i * s:i * s + k, j * s:j * s + k]
                        a, b = np.unravel_index(np.argmin(window), window.shape)
                        dx[n, c, i * s + a, j * s + b] += d_prev[n, c, i, j]
        return dx
