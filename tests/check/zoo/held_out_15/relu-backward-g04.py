"""The gradient is zeroed where d_prev itself is not positive ("dz[d_prev <= 0] = 0"): ReLU is applied to the
gradient instead of the mask of the input."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = np.array(d_prev, copy=True)
        # ReLU: nothing negative goes through
        dz[d_prev <= 0] = 0
        return dz
