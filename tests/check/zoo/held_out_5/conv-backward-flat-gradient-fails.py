"""A 2-D upstream gradient, of a flattened output, is not reshaped."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, F, H_out, W_out = d_prev.shape
        H, W = self.x.shape[2:]
        k, s, p = self.kernel_size, self.stride, self.pad
        padded = zero_pad(self.x, p)
        dx = np.zeros(padded.shape)
        dw = np.zeros(self.w.shape)
        for n in range(N):
            for f in range(F):
                for i in range(H_out):
                    for j in range(W_out):
                        dw[f] += d_prev[n, f, i, j] * padded[n, :, i * s : i * s + k, j * s : j * s + k]
                        dx[n, :, i * s : i * s + k, j * s : j * s + k] += d_prev[n, f, i, j] * self.w[f]
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        return dx[:, :, p : p + H, p : p + W]
