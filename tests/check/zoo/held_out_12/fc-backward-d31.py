"""Weight decay makes weights smaller, so lambda W is subtracted from dW; but the update subtracts dW, so it must
be added."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        decay = reg_lambda * self.W
        self.dW = (d_prev.T @ self.x).T - decay
        self.db = d_prev.T.sum(axis=1)
        return (self.W @ d_prev.T).T
