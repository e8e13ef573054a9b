"""In the loop over the samples dW is assigned instead of accumulated (`dW = np.outer(...)`), so it comes from the
last sample only."""

import numpy as np
class FCLayer:
    def backward(self, d_prev, reg_lambda):
        db = np.zeros(self.b.shape)
        dx = []
        for xi, di in zip(self.x, d_prev):
            dW = np.outer(xi, di)
            db += di
            dx.append(self.W.dot(di))
        self.dW = dW + reg_lambda * self.W
        self.db = db
        return np.array(dx)
