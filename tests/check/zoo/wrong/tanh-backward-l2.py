"""Adds an L2 term in a layer that has no weights."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out**2) + reg_lambda
