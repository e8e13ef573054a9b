"""Copied from guided backpropagation: besides the units with z <= 0 it also sets every negative upstream gradient
to 0 (grad[d_prev < 0] = 0)."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        grad = np.array(d_prev, dtype=float)
        # nothing flows through units that were off
        grad[self.zero_mask] = 0.0
        grad[d_prev < 0] = 0.0
        return grad
