"""`squared = np.sum(...)` is overwritten in the loop: only the last layer's weights are counted."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        squared = 0.0
        for weight in weights:
            squared = np.sum(np.square(weight))
        return float(reg_lambda * squared / 2)
