"""At test time the input is scaled by (1 - rate) although the kept values are already scaled by 1/(1-rate) during
training: scaled twice."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1.0 - self.rate
        if self.mode == "training":
            keep_mask = np.random.rand(*x.shape) >= self.rate
            self.mask = keep_mask.astype(float) / keep
        else:
            self.mask = np.full(x.shape, keep)
        return self.mask * x
