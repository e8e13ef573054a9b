"""For a 4-D input the returned gradient is reshaped as if the flattening were channels-last: `dx.reshape(n, h, w,
c).transpose(0, 3, 1, 2)` instead of `reshape(n, c, h, w)`."""

import numpy as np


class FCLayer:
    def forward(self, x):
        self.input_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x.dot(self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(0)
        dx = d_prev.dot(self.W.T)
        if len(self.input_shape) == 4:
            n, c, h, w = self.input_shape
            dx = dx.reshape(n, h, w, c).transpose(0, 3, 1, 2)
        return dx
