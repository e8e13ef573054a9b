"""1 is subtracted everywhere, not for the right class alone."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        return (self.y_hat - 1) / N
