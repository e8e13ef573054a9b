"""reg_lambda W^2."""


class Norm:
    def backward(self, W, reg_lambda):
        return reg_lambda * W**2
