"""Returns the gradient for the probabilities, -y/y_hat/N, and forgets to go through the softmax itself."""

import numpy as np

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        # d/dp (-y log p) = -y / p
        return -(self.y / (self.y_hat + 1e-10)) / N
