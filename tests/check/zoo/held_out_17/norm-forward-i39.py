"""Takes the norm of all weights, not its square: `np.linalg.norm(everything)` has the root."""

import numpy as np

class Norm:
    def forward(self, weights, reg_lambda):
        everything = np.concatenate([W.ravel() for W in weights] + [np.zeros(1)])
        l2 = np.linalg.norm(everything)
        return float(0.5 * reg_lambda * l2)
