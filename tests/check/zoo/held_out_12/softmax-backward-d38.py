"""The sign is reversed: (y - y_hat)/N, so the gradient ascends."""

import numpy as np

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        error = self.y - self.y_hat
        return d_prev * error / N
