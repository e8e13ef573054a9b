"""`total = 0` stands before the loop over the samples and is not reset, so the denominator of row i includes the
exponentials of all rows before it."""

import numpy as np

class SoftmaxLayer:
    def forward(self, x):
        N, C = x.shape
        y_hat = np.zeros((N, C))
        total = 0
        for i in range(N):
            biggest = max(x[i])
            for j in range(C):
                y_hat[i, j] = np.exp(x[i, j] - biggest)
                total += y_hat[i, j]
            for j in range(C):
                y_hat[i, j] = y_hat[i, j] / total
        self.y_hat = y_hat
        return self.y_hat
