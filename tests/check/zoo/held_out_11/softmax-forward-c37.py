"""Against overflow the logits are divided by the largest absolute value of their row rather than shifted by the
maximum, which changes the probabilities: x / biggest."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        biggest = np.max(np.abs(x), axis=1, keepdims=True) + 1e-8
        e = np.exp(x / biggest)
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat
