"""In the loop the normaliser `total` is set to 0 only before the outer loop, so row i is divided by the sum of
rows 0..i."""

import numpy as np
class SoftmaxLayer:
    def forward(self, x):
        N, C = x.shape
        probs = np.zeros((N, C))
        total = 0.0
        for i in range(N):
            m = max(x[i])
            for j in range(C):
                probs[i, j] = np.exp(x[i, j] - m)
                total += probs[i, j]
            probs[i] /= total
        self.y_hat = probs
        return probs
