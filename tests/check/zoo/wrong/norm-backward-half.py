"""reg_lambda / 2 W."""


class Norm:
    def backward(self, W, reg_lambda):
        return 0.5 * reg_lambda * W
