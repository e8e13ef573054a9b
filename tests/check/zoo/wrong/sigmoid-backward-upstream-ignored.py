"""Returns the derivative alone, without d_prev."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return self.out * (1 - self.out)
