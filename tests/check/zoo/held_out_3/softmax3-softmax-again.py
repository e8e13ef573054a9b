"""self.y_hat is taken for scores: the softmax is applied to it once more before y is subtracted."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        e = np.exp(self.y_hat)
        p = e / e.sum(axis=1, keepdims=True)
        return (p - self.y) / self.y.shape[0]
