"""The gradient of the L2 term is divided by the norm of W, as if the penalty were lambda*||W|| and not
lambda/2*||W||^2: reg_lambda * self.W / np.linalg.norm(self.W)."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(0)
        norm = np.linalg.norm(self.W)
        d_reg = reg_lambda * self.W / norm
        self.dW = self.x.T.dot(d_prev) + d_reg
        return d_prev.dot(self.W.T)
