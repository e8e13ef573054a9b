"""W is "transposed" with reshape (to (H, D)), which does not transpose but rearranges the entries; so dx is wrong."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        D, H = self.W.shape
        W_t = self.W.reshape(H, D)
        self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0).reshape(self.b.shape)
        return d_prev.dot(W_t)
