"""Divided by the root of the batch size."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / np.sqrt(self.y.shape[0])
