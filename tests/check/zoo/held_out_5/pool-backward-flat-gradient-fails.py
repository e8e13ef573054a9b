"""A 2-D upstream gradient, of the flattened output, is not reshaped."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        k, s = self.kernel_size, self.stride
        dx = np.zeros(self.x.shape)
        N, C, H_out, W_out = d_prev.shape
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        window = self.x[n, c, i * s : i * s + k, j * s : j * s + k]
                        row, col = np.unravel_index(np.argmax(window), (k, k))
                        dx[n, c, i * s + row, j * s + col] += d_prev[n, c, i, j]
        return dx
