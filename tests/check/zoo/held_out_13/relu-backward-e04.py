"""Uses a slope of 0.01 for the inactive units in the backward pass (as of a leaky ReLU), while forward is the
plain ReLU: slope[self.zero_mask] = 0.01."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        slope = np.ones(d_prev.shape)
        slope[self.zero_mask] = 0.01   # so that neurons do not die
        return slope * d_prev
