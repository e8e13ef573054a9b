"""The loop over the samples for db starts with 1 although the accumulator starts with zeros, so the first sample's
gradient is missing from db."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        dW = np.outer(self.x[0], d_prev[0])
        db = np.zeros(d_prev.shape[1])
        for n in range(1, N):
            dW += np.outer(self.x[n], d_prev[n])
            db += d_prev[n]
        self.dW = dW + reg_lambda * self.W
        self.db = db
        return d_prev @ self.W.T
