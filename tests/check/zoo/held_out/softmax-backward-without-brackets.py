"""Only y is divided by N."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return self.y_hat - self.y / self.y.shape[0]
