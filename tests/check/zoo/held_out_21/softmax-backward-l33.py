"""The student thinks that the softmax derivative y_hat(1 - y_hat) must still be multiplied to (y_hat - y)/N."""

import numpy as np
class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y.shape[0]
        p = self.y_hat
        d_loss = (p - self.y) / n
        d_soft = p * (1 - p)
        return d_loss * d_soft
