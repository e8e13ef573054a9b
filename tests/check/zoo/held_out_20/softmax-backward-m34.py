"""`grad[:, labels] -= 1` subtracts 1 in the columns of all labels of the batch for every row, not only at each
row's own label (should be np.arange(N))."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        labels = np.argmax(self.y, axis=1)
        grad = np.array(self.y_hat)
        grad[:, labels] -= 1
        return grad / N
