"""db is divided by the batch size, which the loss already did."""


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
                dw += np.einsum("nf,ncab->fcab", d_prev[:, :, i, j], window)
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += np.einsum("nf,fcab->ncab", d_prev[:, :, i, j], self.w)
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(2, 3)).mean(axis=0)
        return dx[:, :, p : p + H, p : p + W]
