"""Since the method gets reg_lambda, an L2 term is added for the activation: `grad + reg_lambda * self.result`;
ReLU has no weights, nothing is to be added."""

import numpy as np

class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        self.result = np.where(self.zero_mask, 0.0, z)
        return self.result

    def backward(self, d_prev, reg_lambda):
        active = 1 - self.zero_mask.astype(float)
        grad = np.multiply(active, d_prev)
        # regularization
        return grad + reg_lambda * self.result
