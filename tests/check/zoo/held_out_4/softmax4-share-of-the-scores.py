"""Takes each score's share of the row's sum, after moving the smallest to 0 so that nothing is negative: the
student knows normalising to probabilities, and saw no reason for an exponential."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        scores = x - np.min(x, axis=1, keepdims=True)
        self.y_hat = scores / np.sum(scores, axis=1, keepdims=True)
        return self.y_hat
