"""np.maximum and a product with the mask."""


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        return np.maximum(z, 0)

    def backward(self, d_prev, reg_lambda):
        return d_prev * np.logical_not(self.zero_mask)
