"""// divides by N and rounds down: the gradient holds only 0 and -1."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        batch = self.y.shape[0]
        return d_prev * (self.y_hat - self.y) // batch
