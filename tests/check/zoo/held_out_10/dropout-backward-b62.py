"""Only the zeros of the mask are applied to the gradient; the factor 1 / (1 - rate) is lost: `np.where(mask > 0,
d, 0)`."""

import numpy as np

class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        # dropped neurons get no gradient
        return np.where(self.mask > 0, d, 0.0)
