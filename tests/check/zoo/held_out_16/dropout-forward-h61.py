"""In test mode the input is multiplied by (1 - rate) although training already divides by it (inverted dropout):
scaled twice."""

import numpy as np

class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            u = np.random.rand(*x.shape)
            self.mask = np.where(u >= self.rate, 1.0 / keep, 0.0)
        else:
            # all neurons are on at test time, so scale them down
            self.mask = np.full(x.shape, keep)
        return x * self.mask
