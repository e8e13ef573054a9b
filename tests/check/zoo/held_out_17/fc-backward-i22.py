"""Multiplies the returned gradient by the derivative of a ReLU of the layer's input (`dx * (self.x > 0)`): the
activation has its own layer, and x of the linear layer may be negative or the image (zeros)."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        delta = d_prev
        self.db = delta.sum(0)
        self.dW = self.x.T.dot(delta)
        self.dW += reg_lambda * self.W
        # delta_(l-1) = (W delta_l) * sigma'(z)
        dx = delta.dot(self.W.T) * (self.x > 0)
        return dx
