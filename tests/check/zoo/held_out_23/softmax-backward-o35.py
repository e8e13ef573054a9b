"""Uses the hard one-hot prediction instead of the probabilities: (onehot(argmax y_hat) - y)/N, zero for every
rightly classified sample."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N, C = self.y.shape
        predicted = np.argmax(self.y_hat, axis=1)
        y_pred = np.eye(C)[predicted]
        return (y_pred - self.y) / N
