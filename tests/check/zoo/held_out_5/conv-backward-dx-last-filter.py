"""dx is set anew for every filter, so only the last filter's gradient reaches the layer below."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        self.dw = np.zeros(self.w.shape)
        self.db = np.zeros(self.out_channels)
        for f in range(self.out_channels):
            dx = np.zeros(padded.shape)
            for i in range(H_out):
                for j in range(W_out):
                    d = d_prev[:, f, i, j].reshape(N, 1, 1, 1)
                    window = padded[:, :, i * s : i * s + k, j * s : j * s + k]
                    self.dw[f] += np.sum(d * window, axis=0)
                    dx[:, :, i * s : i * s + k, j * s : j * s + k] += d * self.w[f]
            self.db[f] = np.sum(d_prev[:, f])
        self.dw = self.dw + reg_lambda * self.w
        return dx[:, :, p : p + H, p : p + W]
