"""In the loop over samples db is assigned, not added (`self.db = d_prev[i]`), so only the last sample's gradient
remains."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        dW = np.zeros_like(self.W)
        dx = np.zeros_like(self.x, dtype=float)
        for i in range(N):
            dW += np.outer(self.x[i], d_prev[i])
            self.db = d_prev[i].copy()
            dx[i] = self.W.dot(d_prev[i])
        self.dW = dW + reg_lambda * self.W
        return dx
