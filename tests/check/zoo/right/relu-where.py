"""np.where and a product with the mask, the image kept, and a gradient in any shape."""


class ReLU:
    def forward(self, z):
        self.zero_mask = np.less_equal(z, 0)
        self.shape = z.shape
        return np.where(self.zero_mask, 0.0, z)

    def backward(self, d_prev, reg_lambda):
        return np.reshape(d_prev, self.shape) * ~self.zero_mask
