"""Takes the derivative of ReLU at the upstream gradient as well: negative upstream gradients are set to 0 (line
`grad = np.maximum(d_prev, 0)`), as if backward meant applying ReLU again."""

import numpy as np

class ReLU:
    def backward(self, d_prev, reg_lambda):
        grad = np.maximum(d_prev, 0)
        alive = np.logical_not(self.zero_mask)
        return grad * alive
