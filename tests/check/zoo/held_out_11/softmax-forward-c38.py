"""The maximum is subtracted in the numerator only, not in the denominator: np.exp(row - row.max()) /
np.sum(np.exp(row))."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = np.zeros(x.shape)
        for i in range(x.shape[0]):
            row = x[i]
            self.y_hat[i] = np.exp(row - row.max()) / np.sum(np.exp(row))
        return self.y_hat
