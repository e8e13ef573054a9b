"""d_prev (1 - out): the factor out is missing."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out)
