"""`if self.mode:` is true for every non-empty string, so units are dropped in the test mode as well."""

import numpy as np

class DropoutLayer:
    def forward(self, x):
        if self.mode:
            keep_prob = 1 - self.rate
            keep = np.random.rand(*x.shape) >= self.rate
            self.mask = keep.astype(float) / keep_prob
        else:
            self.mask = np.ones_like(x)
        return x * self.mask
