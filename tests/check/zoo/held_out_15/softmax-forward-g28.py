"""Each row is divided by the sum of the exponentials of the whole batch (np.sum(e) without an axis), so the rows
do not sum to 1 for N > 1."""

import numpy as np

class SoftmaxLayer:
    def forward(self, x):
        e = np.zeros(x.shape)
        for i in range(x.shape[0]):
            e[i] = np.exp(x[i] - np.max(x))
        total = np.sum(e)
        for i in range(x.shape[0]):
            e[i] = e[i] / total
        self.y_hat = e
        return self.y_hat
