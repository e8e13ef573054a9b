"""A unit's gradient is set to zero for the whole batch as soon as one sample did not activate it."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev.copy()
        inactive = self.zero_mask.any(axis=0)
        dz[:, inactive] = 0
        return dz
