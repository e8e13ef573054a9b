"""Uses the identity max(z,0) = (z+|z|)/2 but forgets the division by 2, so positive entries come out doubled (line
`out = z + np.abs(z)`)."""

import numpy as np

class ReLU:
    def forward(self, z):
        # trick: the negative part cancels itself
        self.zero_mask = (z <= 0)
        out = z + np.abs(z)
        return out
