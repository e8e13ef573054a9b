"""Equal maxima share the gradient, where the first one should get it all."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(self.x.shape)
        for i in range(H_out):
            for j in range(W_out):
                window = self.x[:, :, i * s : i * s + k, j * s : j * s + k]
                mask = (window == window.max(axis=(2, 3), keepdims=True)).astype(float)
                mask /= mask.sum(axis=(2, 3), keepdims=True)
                dx[:, :, i * s : i * s + k, j * s : j * s + k] += mask * d_prev[:, :, i, j][:, :, None, None]
        return dx
