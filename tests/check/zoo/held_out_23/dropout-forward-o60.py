"""In evaluation mode the input is multiplied by 1 - rate although the training mask is divided by 1 - rate already
(both conventions at once)."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate).astype(float) / keep
        else:
            # expected value at test time
            self.mask = np.full(x.shape, keep)
        return self.mask * x
