"""The whole window of dx is assigned, zeros too, which erases what an overlapping window had put there."""


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
                window = self.x[:, :, i * s : i * s + k, j * s : j * s + k].reshape(N * C, -1)
                mask = np.zeros(window.shape)
                mask[np.arange(N * C), window.argmax(axis=1)] = d_prev[:, :, i, j].reshape(-1)
                dx[:, :, i * s : i * s + k, j * s : j * s + k] = mask.reshape(N, C, k, k)
        return dx
