"""Multiplies the gradient of switched-off units by 0.01 instead of 0, though forward is the plain ReLU: the
student read that ReLU units die and that a small slope on the left keeps them alive."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        slope = np.where(self.zero_mask, 0.01, 1.0)
        return d_prev * slope
