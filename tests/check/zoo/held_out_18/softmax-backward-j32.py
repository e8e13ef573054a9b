"""`dx = self.y_hat * (1 - self.y_hat) * (self.y_hat - self.y) / N`: the 'softmax derivative' is multiplied once
more to the gradient that already contains it."""

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        dsoft = self.y_hat * (1 - self.y_hat)
        dx = dsoft * (self.y_hat - self.y) / N
        return d_prev * dx
