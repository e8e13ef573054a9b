"""Besides the masked entries, negative upstream gradients are also set to zero ("relu of the gradient"): grad =
np.maximum(d_prev, 0)."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        # relu lets only positive values through
        grad = np.maximum(d_prev, 0)
        keep = np.logical_not(self.zero_mask)
        return grad * keep
