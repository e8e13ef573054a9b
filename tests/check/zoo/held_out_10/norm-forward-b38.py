"""`total =` in place of `total +=`: only the last layer's weights count."""

import numpy as np

class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            flat = W.ravel()
            total = np.dot(flat, flat)
        return float(reg_lambda * total / 2)
