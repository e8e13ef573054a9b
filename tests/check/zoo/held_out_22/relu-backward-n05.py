"""The sign of the upstream gradient is tested as well as the mask: negative gradients are set to zero
(`np.maximum(0, d_prev)`), as if ReLU were applied to the gradient too."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        # relu in the backward direction
        dz = np.maximum(0, d_prev)
        dz = dz * (1 - self.zero_mask.astype(int))
        return dz
