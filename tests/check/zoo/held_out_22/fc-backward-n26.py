"""The weight decay is applied to a scaled copy of W before the input gradient is computed: dx = d_prev ((1 -
lambda) W)^T instead of d_prev W^T."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW_data = self.x.T @ d_prev
        dW_reg = reg_lambda * self.W
        self.dW = dW_data + dW_reg
        self.db = d_prev.T @ np.ones(d_prev.shape[0])
        W = self.W - dW_reg        # regularized weights
        return d_prev @ W.T
