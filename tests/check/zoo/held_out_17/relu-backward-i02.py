"""The rectifier is applied to the incoming gradient: `np.where(d_prev > 0, d_prev, 0)` keeps the positive
gradients, not the gradients where z was positive."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        # derivative of relu: 1 for the positive ones, 0 for the others
        dz = np.where(d_prev > 0, d_prev, 0)
        return dz
