"""Divides by the number of classes: shape[1] for shape[0]."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[1]
