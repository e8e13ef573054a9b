"""Uses only the diagonal of softmax's Jacobian, p (1 - p), times -y / p: the student treated softmax as a function
of each score alone, like sigmoid."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y.shape[0]
        dz = np.zeros(self.y_hat.shape)
        true_class = self.y == 1
        dz[true_class] = self.y_hat[true_class] - 1
        return dz / n
