"""The gradient of the norm that is not squared: `reg_lambda * W / np.sqrt(np.sum(W ** 2))` instead of reg_lambda *
W."""

import numpy as np

class Norm:
    def backward(self, W, reg_lambda):
        length = np.sqrt(np.sum(W ** 2))
        return reg_lambda * W / length
