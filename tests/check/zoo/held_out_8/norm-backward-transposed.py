"""The gradient is transposed."""


class Norm:
    def backward(self, W, reg_lambda):
        return reg_lambda * W.T
