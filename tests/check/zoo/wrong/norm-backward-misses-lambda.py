"""Without reg_lambda."""


class Norm:
    def backward(self, W, reg_lambda):
        return W.copy()
