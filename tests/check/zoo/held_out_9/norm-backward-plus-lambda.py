"""reg_lambda is added."""


class Norm:
    def backward(self, W, reg_lambda):
        return reg_lambda + W
