"""out (1 + out) for out (1 - out)."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 + self.out)
