"""1 + out: the factor 1 - out is missing."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 + self.out)
