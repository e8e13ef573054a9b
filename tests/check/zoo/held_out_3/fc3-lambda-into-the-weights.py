"""decay is another name for self.W, and *= writes lambda W into the weights themselves."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = np.dot(d_prev, self.W.T)
        decay = self.W
        decay *= reg_lambda
        self.dW = np.dot(self.x.T, d_prev) + decay
        self.db = np.sum(d_prev, axis=0)
        return dx
