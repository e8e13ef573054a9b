"""1 is subtracted at every class."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y.shape[0]
        return (self.y_hat - 1) / n
