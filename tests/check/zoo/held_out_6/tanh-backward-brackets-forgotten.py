"""The brackets around 1 - out^2 are forgotten."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev * 1 - self.out ** 2
