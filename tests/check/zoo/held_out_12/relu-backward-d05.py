"""Returns only the local derivative (0/1), the upstream gradient is never multiplied in; `local =
np.ones_like(d_prev)` is returned."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        local = np.ones_like(d_prev)
        local[self.zero_mask] = 0.0
        return local
