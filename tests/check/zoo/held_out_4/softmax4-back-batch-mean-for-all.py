"""Averages the error over the batch and gives this one row to every sample: the student reads "the gradient of the
mean loss is the mean of the gradients" as one row for all."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y.shape[0]
        mean_error = np.mean(self.y_hat - self.y, axis=0)
        return np.tile(mean_error, (n, 1))
