"""The gradient of the L1 norm, lambda sign(W), in place of that of the L2 term."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(0)
        self.dW = np.einsum("nd,nh->dh", self.x, d_prev)
        self.dW += reg_lambda * np.sign(self.W)
        return np.einsum("nh,dh->nd", d_prev, self.W)
