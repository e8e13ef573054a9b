"""L2 done as weight decay on the weights during backward, without the learning rate: `self.W = self.W * (1 -
reg_lambda)`, and dW has no L2 term; dx is also formed with the shrunk W."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        # weight decay
        self.W = self.W * (1 - reg_lambda)
        self.dW = np.dot(self.x.T, d_prev)
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
