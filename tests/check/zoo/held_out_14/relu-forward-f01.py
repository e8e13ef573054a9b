"""The output is made from the boolean array cast to int (`out = (z > 0).astype(int)`), so the kept z values are
truncated to whole numbers when they are assigned."""

import numpy as np


class ReLU:
    def forward(self, z):
        positive = z > 0
        self.zero_mask = np.logical_not(positive)
        # start with 0/1 and put the real values where it is positive
        out = (z > 0).astype(int)
        out[positive] = z[positive]
        return out
