"""Divided by the number of classes."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[1]
        return (self.y_hat - self.y) / N
