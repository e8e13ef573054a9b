"""Every entry of the window gets the gradient (np.kron instead of a mask), where only the maximum should."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(self.x.shape)
        for i in range(H_out):
            for j in range(W_out):
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.kron(
                    d_prev[:, :, i : i + 1, j : j + 1], np.ones((1, 1, k, k))
                )
        return dx
