"""The L2 term is missing in dw."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        dx = np.zeros(padded.shape)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.b.shape)
        for n in range(N):
            for f in range(self.out_channels):
                for i in range(H_out):
                    for j in range(W_out):
                        g = d_prev[n, f, i, j]
                        self.dw[f] += g * padded[n, :, i * s : i * s + k, j * s : j * s + k]
                        self.db[f] += g
                        dx[n, :, i * s : i * s + k, j * s : j * s + k] += g * self.w[f]
        return dx[:, :, p : p + H, p : p + W]
