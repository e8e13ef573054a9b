"""L2 as weight decay inside backward: W is multiplied by (1 - reg_lambda) without the learning rate, dW has no
lambda term, and the returned gradient uses the shrunk W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        # weight decay
        self.W = self.W * (1 - reg_lambda)
        self.dW = np.dot(self.x.T, d_prev)
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
