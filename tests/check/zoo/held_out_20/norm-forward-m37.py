"""w^T w of a vector is misapplied to a matrix: all entries of W^T W are summed instead of its trace."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        s = 0
        for w in weights:
            wtw = np.dot(w.T, w)
            s = s + wtw.sum()
        return float(reg_lambda * s / 2)
