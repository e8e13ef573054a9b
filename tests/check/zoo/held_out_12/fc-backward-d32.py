"""dW is accumulated over calls and never set back to zero (PyTorch's habit without zero_grad): every step uses the
sum of all former gradients."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros(self.W.shape)
        self.dW += np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
