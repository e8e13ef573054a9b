"""Returns the derivative of the loss by y_hat, -y / y_hat / N, and forgets the softmax's own Jacobian."""

import numpy as np

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        # L = -1/N sum y log(yhat)  ->  dL/dyhat = -1/N y / yhat
        N = len(self.y)
        return -np.divide(self.y, self.y_hat + 1e-10) / N
