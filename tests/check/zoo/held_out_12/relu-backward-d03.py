"""The index list of positive entries is zeroed instead of the non-positive ones (`dz[active] = 0`): gradient
passes exactly where it should be blocked."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        active = np.where(self.zero_mask == False)
        dz = np.array(d_prev)
        dz[active] = 0
        return dz
