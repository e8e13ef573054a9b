"""The gradient is only masked, the scale 1/(1 - rate) of the forward pass is not applied in backward."""

import numpy as np

class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate).astype(float)
            return x * self.mask / (1 - self.rate)
        self.mask = np.ones(x.shape)
        return x

    def backward(self, d_prev, reg_lambda=0):
        return d_prev.reshape(self.mask.shape) * self.mask
