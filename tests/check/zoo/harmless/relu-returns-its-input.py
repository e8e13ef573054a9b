"""Where nothing has to be cut, forward returns its own argument, and backward its own."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        if not self.zero_mask.any():
            return z
        return np.where(self.zero_mask, 0.0, z)

    def backward(self, d_prev, reg_lambda):
        if not self.zero_mask.any():
            return d_prev
        return np.where(self.zero_mask, 0.0, d_prev)
