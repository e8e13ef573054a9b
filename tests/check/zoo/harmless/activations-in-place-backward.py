"""Sigmoid and Tanh multiply the upstream gradient in place and return that very array."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        d_prev *= self.out
        d_prev *= 1 - self.out
        return d_prev


class Tanh:
    def backward(self, d_prev, reg_lambda):
        d_prev *= 1 - self.out ** 2
        return d_prev
