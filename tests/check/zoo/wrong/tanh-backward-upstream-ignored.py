"""Returns the derivative alone, without d_prev."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return 1 - self.out**2
