"""In test mode the output is scaled by 1 - rate, although the training mask is divided by 1 - rate already (both
variants of dropout at once)."""

import numpy as np

class DropoutLayer:
    def forward(self, x):
        keep_prob = 1 - self.rate
        if self.mode != "training":
            self.mask = np.ones(x.shape) * keep_prob
            return x * self.mask
        alive = np.random.rand(*x.shape) >= self.rate
        self.mask = alive.astype(float) / keep_prob
        return x * self.mask
