"""With the bias trick (column of ones, b as a last row of theta) the L2 gradient is taken of all theta:
`x1.T.dot(d_prev) + reg_lambda * theta`, so db gets reg_lambda * b."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        # bias trick
        ones = np.ones((self.x.shape[0], 1))
        x1 = np.hstack([self.x, ones])
        theta = np.vstack([self.W, self.b])
        dtheta = x1.T.dot(d_prev) + reg_lambda * theta
        self.dW = dtheta[:-1]
        self.db = dtheta[-1]
        dx1 = d_prev.dot(theta.T)
        return dx1[:, :-1]
