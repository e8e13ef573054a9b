"""db is the mean of d_prev over the batch instead of the sum; the 1/N is already in the softmax gradient, so the
bias learns N times too slowly."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        W, x = self.W, self.x
        self.dW = np.einsum('nd,nh->dh', x, d_prev) + reg_lambda * W
        # the bias is the same for all samples -> average
        self.db = np.average(d_prev, axis=0)
        return np.einsum('nh,dh->nd', d_prev, W)
