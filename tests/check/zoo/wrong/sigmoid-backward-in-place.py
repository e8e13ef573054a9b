"""Multiplies d_prev itself."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        d_prev *= self.out * (1 - self.out)
        return d_prev
