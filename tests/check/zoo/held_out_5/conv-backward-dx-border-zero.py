"""dx is made by a correlation that d_prev is not padded for, so the border of the image gets no gradient."""


class ConvolutionLayer:
    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        padded = zero_pad(self.x, p)
        dw = np.zeros(self.w.shape)
        for i in range(H_out):
            for j in range(W_out):
                window = padded[:, :, i * s : i * s + k, j * s : j * s + k]
                dw += np.tensordot(d_prev[:, :, i, j], window, ((0,), (0,)))
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        wide = np.zeros((N, self.out_channels, (H_out - 1) * s + 1, (W_out - 1) * s + 1))
        wide[:, :, ::s, ::s] = d_prev
        turned = self.w[:, :, ::-1, ::-1]
        dx = np.zeros(padded.shape)
        for i in range(wide.shape[2] - k + 1):
            for j in range(wide.shape[3] - k + 1):
                d = wide[:, :, i : i + k, j : j + k]
                dx[:, :, i + k - 1, j + k - 1] = np.einsum("nfab,fcab->nc", d, turned)
        return dx[:, :, p : p + H, p : p + W]
