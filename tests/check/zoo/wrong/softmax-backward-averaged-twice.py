"""Divides by N twice."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        dx = (self.y_hat - self.y) / N
        return dx / N
