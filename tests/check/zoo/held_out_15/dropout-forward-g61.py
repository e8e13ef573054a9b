"""In test mode the input is multiplied by 1 - rate although training already divides by 1 - rate (inverted
dropout): scaled twice."""

import numpy as np

class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate).astype(float) / keep
        else:
            # at test time all units are on: scale to the expected value
            self.mask = keep * np.ones(x.shape)
        return self.mask * x
