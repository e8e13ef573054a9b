"""Besides the mask of z, negative upstream gradients are set to zero too (`if g > 0` in the loop): ReLU is applied
to the gradient."""

import numpy as np


class ReLU:
    def backward(self, d_prev, reg_lambda):
        flat_mask = self.zero_mask.ravel()
        flat_d = d_prev.ravel()
        grads = []
        for dead, g in zip(flat_mask, flat_d):
            if not dead and g > 0:
                grads.append(g)
            else:
                grads.append(0.0)
        return np.array(grads).reshape(d_prev.shape)
