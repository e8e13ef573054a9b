"""Averages the inputs over the batch first and takes one outer product with the summed gradient: the student
thinks that the mean of products is the product of means."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        x_mean = np.mean(self.x, axis=0)
        d_sum = np.sum(d_prev, axis=0)
        self.dW = np.outer(x_mean, d_sum) + reg_lambda * self.W
        self.db = d_sum
        return d_prev @ self.W.T
