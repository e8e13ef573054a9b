"""2 reg_lambda W."""


class Norm:
    def backward(self, W, reg_lambda):
        return 2 * reg_lambda * W
