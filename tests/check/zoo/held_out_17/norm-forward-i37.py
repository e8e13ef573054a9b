"""`return` stands inside the loop over the weights, so only the first layer is counted."""

import numpy as np

class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            w = W.flatten()
            total += w.dot(w)
            return float(total * reg_lambda / 2)
        return 0.0
