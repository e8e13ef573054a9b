"""The return is inside the for loop: only the first layer's weights count."""

import numpy as np

class Norm:
    def forward(self, weights, reg_lambda):
        total = 0
        for w in weights:
            total = total + (w * w).sum()
            return float(reg_lambda * total / 2)
        return 0.0
