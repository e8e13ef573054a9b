"""Cut where z is negative, and where the gradient is negative as well."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev * ~self.zero_mask
        dz[dz < 0] = 0
        return dz
