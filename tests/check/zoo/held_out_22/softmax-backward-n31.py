"""Only the diagonal of the softmax Jacobian, y_hat (1-y_hat), is multiplied with dL/dy_hat = -y/y_hat; the
gradient is -y(1-y_hat)/N and zero for all wrong classes."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        # dL/dy_hat
        d_loss = -self.y / (self.y_hat + 1e-10) / N
        # dy_hat/dx
        d_soft = self.y_hat * (1 - self.y_hat)
        return d_loss * d_soft
