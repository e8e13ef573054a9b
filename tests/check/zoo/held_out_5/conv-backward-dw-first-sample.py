"""dw is made of the first sample only."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        dx = np.zeros(padded.shape)
        dw = np.zeros(self.w.shape)
        for f in range(self.out_channels):
            for i in range(H_out):
                for j in range(W_out):
                    dw[f] += d_prev[0, f, i, j] * padded[0, :, i * s : i * s + k, j * s : j * s + k]
                    for n in range(N):
                        dx[n, :, i * s : i * s + k, j * s : j * s + k] += d_prev[n, f, i, j] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx[:, :, p : p + H, p : p + W]
