"""The bias is regularised too: db gets + reg_lambda * b."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW = self.x.T @ d_prev
        db = d_prev.sum(axis=0)
        # add L2
        for p, g in ((self.W, dW), (self.b, db)):
            g += reg_lambda * p
        self.dW, self.db = dW, db
        return d_prev @ self.W.T
