""""return" stands inside the loop, so only the first weight matrix enters the L2 term."""

import numpy as np

class Norm:
    def forward(self, weights, reg_lambda):
        s = 0.0
        for w in weights:
            s = s + np.linalg.norm(w) ** 2
            return float(reg_lambda / 2 * s)
        return 0.0
