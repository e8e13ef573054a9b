"""The maximum is subtracted after exp, from the exponentials, and not before from the scores."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x)
        e = e - np.max(e, axis=1, keepdims=True)
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat
