"""reg is the same array as self.W, so reg *= reg_lambda overwrites the weights by lambda*W, before they are used
for dx and updated."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        reg = self.W
        reg *= reg_lambda
        self.dW = np.dot(self.x.T, d_prev)
        self.dW += reg
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
