"""Wrong variable in the return: d_prev is multiplied by dW instead of W."""

import numpy as np
class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW = self.x.T @ d_prev
        db = np.sum(d_prev, axis=0)
        dW = dW + reg_lambda * self.W
        dx = d_prev @ dW.T
        self.dW, self.db = dW, db
        return dx
