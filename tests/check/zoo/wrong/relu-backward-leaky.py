"""The gradient of a leaky ReLU."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        return np.where(self.zero_mask, 0.01 * d_prev, d_prev)
