"""The difference is multiplied by y_hat."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return self.y_hat * (self.y_hat - self.y) / self.y.shape[0]
