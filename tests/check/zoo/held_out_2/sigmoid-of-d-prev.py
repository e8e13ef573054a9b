"""The derivative is taken of d_prev."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - d_prev)
