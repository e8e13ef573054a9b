"""In the loop over the samples dW is assigned instead of added up (`dW = np.outer(...)`): only the last sample of
the batch counts."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        dx = np.zeros(self.x.shape)
        dW = np.zeros(self.W.shape)
        db = np.zeros(self.b.shape)
        for n in range(N):
            dW = np.outer(self.x[n], d_prev[n])
            db += d_prev[n]
            dx[n] = self.W.dot(d_prev[n])
        self.dW = dW + reg_lambda * self.W
        self.db = db
        return dx
