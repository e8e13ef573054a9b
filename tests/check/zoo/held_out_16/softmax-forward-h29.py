"""The numerator is shifted by the maximum but the denominator is the sum of the unshifted exponentials, so the
rows do not sum to 1."""

import numpy as np

class SoftmaxLayer:
    def forward(self, x):
        N, C = x.shape
        probs = np.zeros((N, C))
        for n in range(N):
            m = max(x[n])
            num = np.exp(x[n] - m)
            denom = np.sum(np.exp(x[n]))
            probs[n] = num / denom
        self.y_hat = probs
        return probs
