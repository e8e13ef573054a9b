"""Returns the derivative of the loss with respect to y_hat, -y/y_hat/N, and not with respect to the softmax's
input."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        # derivative of -y log(y_hat)
        dloss = -self.y / (self.y_hat + 1e-10)
        return dloss / N
