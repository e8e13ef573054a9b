"""db is summed over the samples, not over the places."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, rows, columns)
        x_pad = zero_pad(self.x, p)
        dx = np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        for i in range(rows):
            for j in range(columns):
                window = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, axes=([0], [0]))
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += np.tensordot(d_prev[:, :, i, j], self.w, axes=([1], [0]))
        self.dw = dw + reg_lambda * self.w
        self.db = np.sum(d_prev, axis=0)
        return dx[:, :, p:p + H, p:p + W]
