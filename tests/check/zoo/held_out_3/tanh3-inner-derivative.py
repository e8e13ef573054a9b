"""Differentiates 2 s(2z) - 1 as 2 s (1 - s): the inner derivative, another factor 2, is forgotten."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        s = (self.out + 1) / 2
        return d_prev * 2 * s * (1 - s)
