"""Since reg_lambda is a parameter the student adds reg_lambda * out to the gradient; the layer has no weights and
no L2 term."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        one_minus_sq = 1 - np.square(self.out)
        grad = d_prev * one_minus_sq
        # regularization
        grad = grad + reg_lambda * self.out
        return grad
