"""Only db is averaged over the batch (np.mean over axis 0 instead of the sum); d_prev is already divided by N."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        n_in, n_out = self.W.shape
        dW = np.zeros((n_in, n_out))
        db = np.zeros(n_out)
        for j in range(n_out):
            dW[:, j] = (self.x * d_prev[:, j:j+1]).sum(axis=0) + reg_lambda * self.W[:, j]
            db[j] = np.mean(d_prev[:, j])
        self.dW, self.db = dW, db
        return d_prev @ self.W.T
