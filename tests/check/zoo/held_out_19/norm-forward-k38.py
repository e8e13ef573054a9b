"""Square and inner sum in the wrong order: adds (sum of the row)^2 for each row in place of the sum of the squared
entries (line s += sum(row) ** 2)."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        s = 0.0
        for W in weights:
            for row in W:
                s += sum(row) ** 2
        return float(s * reg_lambda / 2.0)
