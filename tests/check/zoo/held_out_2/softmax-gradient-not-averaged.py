"""1/N was forgotten."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        dx = self.y_hat - self.y
        return dx
