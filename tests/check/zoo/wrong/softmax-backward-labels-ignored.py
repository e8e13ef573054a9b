"""y_hat / N without the labels."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return self.y_hat / self.y_hat.shape[0]
