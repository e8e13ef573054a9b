"""The mean over the places."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        d = d_prev.reshape(N, self.out_channels, rows, columns)
        x_pad = zero_pad(self.x, p)
        dx = np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for i in range(rows):
                for j in range(columns):
                    window = x_pad[n, :, i * s:i * s + k, j * s:j * s + k]
                    for f in range(self.out_channels):
                        dw[f] += d[n, f, i, j] * window
                        dx[n, :, i * s:i * s + k, j * s:j * s + k] += d[n, f, i, j] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = d.mean(axis=(2, 3)).sum(axis=0)
        return dx[:, :, p:p + H, p:p + W]
