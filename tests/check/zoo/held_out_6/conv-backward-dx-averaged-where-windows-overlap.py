"""Each entry of dx is divided by the number of windows that hold it."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        rows, columns = (H + 2 * p - k) // s + 1, (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, rows, columns)
        x_pad = zero_pad(self.x, p)
        dx, count = np.zeros(x_pad.shape), np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        for i in range(rows):
            for j in range(columns):
                window = x_pad[:, :, i * s:i * s + k, j * s:j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, axes=([0], [0]))
                dx[:, :, i * s:i * s + k, j * s:j * s + k] += np.tensordot(d_prev[:, :, i, j], self.w, axes=([1], [0]))
                count[:, :, i * s:i * s + k, j * s:j * s + k] += 1
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return (dx / np.maximum(count, 1))[:, :, p:p + H, p:p + W]
