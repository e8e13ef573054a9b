"""The sum of squares is computed as the sum of all entries of W^T W rather than its trace, so cross products of
the columns are counted."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        # ||W||^2 = W^T W
        squares = [np.dot(W.T, W).sum() for W in weights]
        return float(0.5 * reg_lambda * sum(squares))
