"""For stability the maximum of each column (axis=0) is subtracted instead of each row's, which changes the ratios
within a row."""

import numpy as np
class SoftmaxLayer:
    def forward(self, x):
        x = x - np.max(x, axis=0)
        exps = np.exp(x)
        self.y_hat = exps / exps.sum(axis=1).reshape(-1, 1)
        return self.y_hat
