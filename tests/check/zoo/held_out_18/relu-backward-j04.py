"""`return local + reg_lambda * local`: the layer has no weights, but lambda times the gradient is added to it."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        local = np.where(self.zero_mask, 0, d_prev)
        # every backward gets the regularisation
        return local + reg_lambda * local
