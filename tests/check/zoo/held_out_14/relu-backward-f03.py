"""The zeroing looks at the sign of the upstream gradient as well (`upstream > 0`): negative gradients are dropped
although z > 0, because the student applies ReLU to the gradient too."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        upstream = np.asarray(d_prev)
        alive = ~self.zero_mask
        return np.where(alive & (upstream > 0), upstream, 0.0)
