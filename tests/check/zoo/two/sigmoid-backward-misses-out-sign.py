"""d_prev (out - 1): the factor out is missing and the sign is wrong."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (self.out - 1)
