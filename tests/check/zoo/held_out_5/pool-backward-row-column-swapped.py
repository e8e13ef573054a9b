"""Row and column of the maximum within its window are swapped."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(self.x.shape)
        n, c = np.indices((N, C))
        for i in range(H_out):
            for j in range(W_out):
                window = self.x[:, :, i * s : i * s + k, j * s : j * s + k].reshape(N, C, -1)
                where = window.argmax(axis=2)
                dx[n, c, i * s + where % k, j * s + where // k] += d_prev[:, :, i, j]
        return dx
