"""Adds an L2 term in a layer that has no weights."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out) + reg_lambda * self.out
