"""dx is the full correlation of d_prev with the weights as they are, where they have to be turned by 180 degrees."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        dw = np.zeros(self.w.shape)
        for i in range(H_out):
            for j in range(W_out):
                window = padded[:, :, i * s : i * s + k, j * s : j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, ((0,), (0,)))
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        wide = np.zeros((N, self.out_channels, H + 2 * p + k - 1, W + 2 * p + k - 1))
        wide[:, :, k - 1 : H + 2 * p : s, k - 1 : W + 2 * p : s] = d_prev
        dx = np.zeros((N, C, H, W))
        for i in range(H):
            for j in range(W):
                d = wide[:, :, i + p : i + p + k, j + p : j + p + k]
                dx[:, :, i, j] = np.tensordot(d, self.w, ((1, 2, 3), (0, 2, 3)))
        return dx
