"""The mask is True where z <= 0, but the student multiplies with it as if it were the mask of the active units;
the gradient flows exactly where it should be zero ("local = self.zero_mask.astype(float)")."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        local = self.zero_mask.astype(float)
        grad = np.multiply(local, d_prev)
        return grad
