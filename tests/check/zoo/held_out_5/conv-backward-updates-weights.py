"""The L2 term is taken off the weights in backward, in place, and is added to dw as well."""


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
        for i in range(H_out):
            for j in range(W_out):
                window = padded[:, :, i * s : i * s + k, j * s : j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, ((0,), (0,)))
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.tensordot(d_prev[:, :, i, j], self.w, ((1,), (0,)))
        self.dw = dw + reg_lambda * self.w
        self.w -= reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx[:, :, p : p + H, p : p + W]
