"""N and C are added in the denominator."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N, C = self.y.shape
        return (self.y_hat - self.y) / (N + C)
