"""dW is accumulated over calls (`self.dW += ...`, zeros only the first time), the gradients of all earlier batches
stay in it."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros(self.W.shape)
        self.dW += np.matmul(self.x.transpose(), d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.matmul(d_prev, self.W.transpose())
