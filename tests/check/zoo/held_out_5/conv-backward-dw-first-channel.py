"""dw of every input channel is made of the first channel of the image."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        dx = np.zeros(padded.shape)
        self.dw = reg_lambda * self.w
        for f in range(self.out_channels):
            for c in range(C):
                for a in range(k):
                    for b in range(k):
                        rows = slice(a, a + s * (H_out - 1) + 1, s)
                        cols = slice(b, b + s * (W_out - 1) + 1, s)
                        self.dw[f, c, a, b] += np.sum(d_prev[:, f] * padded[:, 0, rows, cols])
                        dx[:, c, rows, cols] += d_prev[:, f] * self.w[f, c, a, b]
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx[:, :, p : p + H, p : p + W]
