"""The maximum is subtracted in the numerator only; the denominator sums exp(x) of the unshifted row, so rows do
not sum to 1."""

import numpy as np

class SoftmaxLayer:
    def forward(self, x):
        probs = np.zeros(x.shape)
        for i, row in enumerate(x):
            top = np.exp(row - row.max())
            bottom = np.sum(np.exp(row))
            probs[i] = top / bottom
        self.y_hat = probs
        return self.y_hat
