"""W d_prev^T has shape (D,N) and is brought to (N,D) with reshape instead of a transpose, so the entries land in
wrong places (return line)."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        n, d = self.x.shape
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        delta = np.dot(self.W, d_prev.T)
        return delta.reshape(n, d)
