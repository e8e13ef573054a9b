"""Adds an L2 term in a layer that has no weights."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = np.where(self.zero_mask, 0, d_prev)
        return dz + reg_lambda * dz
