"""d_prev is divided by the derivative."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev / (self.out * (1 - self.out))
