"""Copied from the sigmoid."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev * self.out * (1 - self.out)
        return dz
