"""out (out - 1) for out (1 - out)."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (self.out - 1)
