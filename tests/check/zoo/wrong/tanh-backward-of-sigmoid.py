"""out (1 - out), the derivative of the sigmoid."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)
