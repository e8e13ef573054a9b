"""d_prev is divided by the derivative."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev / (1 - self.out ** 2)
