"""Returns the derivative alone, without d_prev."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        return np.where(self.zero_mask, np.zeros_like(d_prev), np.ones_like(d_prev))
