"""out - out^2 is multiplied by d_prev without brackets."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out - self.out**2
