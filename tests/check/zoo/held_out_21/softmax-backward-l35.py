"""`grad[:, labels] -= 1` subtracts 1 from these columns in every row, instead of from one entry of each row."""

import numpy as np
class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        labels = np.argmax(self.y, axis=1)
        grad = np.array(self.y_hat)
        grad[:, labels] -= 1
        grad /= self.y.shape[0]
        return grad
