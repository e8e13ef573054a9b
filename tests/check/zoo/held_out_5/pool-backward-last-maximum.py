"""Of equal maxima the last one gets the gradient: the loop compares by >=."""


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
                        best, row, col = -np.inf, i * s, j * s
                        for a in range(i * s, i * s + k):
                            for b in range(j * s, j * s + k):
                                if self.x[n, c, a, b] >= best:
                                    best, row, col = self.x[n, c, a, b], a, b
                        dx[n, c, row, col] += d_prev[n, c, i, j]
        return dx
