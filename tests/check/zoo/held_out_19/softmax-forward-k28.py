"""The maximum is subtracted in the numerator only; the denominator is the sum of exp(x) without the shift, so rows
do not sum to 1."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        row_max = np.max(x, axis=1, keepdims=True)
        num = np.exp(x - row_max)
        den = np.sum(np.exp(x), axis=1, keepdims=True)
        self.y_hat = num / den
        return self.y_hat
