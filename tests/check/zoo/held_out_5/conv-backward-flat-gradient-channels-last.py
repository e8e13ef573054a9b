"""A 2-D upstream gradient is reshaped as if the filters were its last axis."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        if d_prev.ndim == 2:
            d_prev = d_prev.reshape(N, H_out, W_out, self.out_channels).transpose(0, 3, 1, 2)
        padded = zero_pad(self.x, p)
        dx = np.zeros(padded.shape)
        dw = np.zeros(self.w.shape)
        for i in range(H_out):
            for j in range(W_out):
                window = padded[:, :, i * s : i * s + k, j * s : j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, ((0,), (0,)))
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.tensordot(d_prev[:, :, i, j], self.w, ((1,), (0,)))
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx[:, :, p : p + H, p : p + W]
