"""The gradient of the L2 term is taken to be the norm of W, a number that is added to all entries (`reg_lambda *
np.linalg.norm(self.W)`)."""

import numpy as np
class FCLayer:
    def backward(self, d_prev, reg_lambda):
        grad_data = np.dot(np.transpose(self.x), d_prev)
        grad_norm = reg_lambda * np.linalg.norm(self.W)
        self.dW = grad_data + grad_norm
        self.db = d_prev.sum(0)
        dx = np.dot(d_prev, np.transpose(self.W))
        return dx
