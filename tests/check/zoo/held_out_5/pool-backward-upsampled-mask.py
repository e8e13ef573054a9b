"""The gradient is repeated k times and masked, which fits only where the stride is the kernel's size."""


class MaxPoolingLayer:
    def backward(self, d_prev, reg_lambda=0):
        N, C, H, W = self.x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        blocks = self.x[:, :, : H_out * k, : W_out * k].reshape(N, C, H_out, k, W_out, k)
        blocks = blocks.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, H_out, W_out, k * k)
        mask = np.arange(k * k) == blocks.argmax(axis=4)[..., None]
        d = (mask * d_prev[..., None]).reshape(N, C, H_out, W_out, k, k)
        dx = np.zeros(self.x.shape)
        dx[:, :, : H_out * k, : W_out * k] = d.transpose(0, 1, 2, 4, 3, 5).reshape(N, C, H_out * k, W_out * k)
        return dx
