"""The place of the maximum is found in the first channel and used for all of them."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(self.x.shape)
        for n in range(N):
            for i in range(H_out):
                for j in range(W_out):
                    window = self.x[n, 0, i * s : i * s + k, j * s : j * s + k]
                    row, col = np.unravel_index(np.argmax(window), (k, k))
                    dx[n, :, i * s + row, j * s + col] += d_prev[n, :, i, j]
        return dx
