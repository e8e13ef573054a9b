"""1 - out^2, the derivative of tanh."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out**2)
