"""The regularisation is applied to the weights before the gradient is passed down: dx uses W + lambda W (line
`Wreg`), so dx is (1+lambda) times too large."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        Wreg = reg_lambda * self.W
        self.db = np.ones(d_prev.shape[0]) @ d_prev
        self.dW = self.x.T @ d_prev + Wreg
        dx = d_prev @ (self.W + Wreg).T
        return dx
