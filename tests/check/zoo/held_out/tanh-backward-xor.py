"""`^` is no power in Python."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out ^ 2)
