"""Adds an L2 term in a layer that has no weights."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0] + reg_lambda * self.y_hat
