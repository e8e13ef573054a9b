"""L2 is done as weight decay in backward: W is shrunk by (1 - reg_lambda), without the learning rate, and dW lacks
reg_lambda * W (line "self.W = (1 - reg_lambda) * self.W")."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev)
        self.db = np.sum(d_prev, axis=0)
        dx = np.dot(d_prev, self.W.T)
        # weight decay
        self.W = (1 - reg_lambda) * self.W
        return dx
