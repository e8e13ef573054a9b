"""An "improvement" against vanishing gradients: the output is clipped to [0.1, 0.9] (`np.clip(s, 0.1, 0.9)`)."""

import numpy as np
class Sigmoid:
    def forward(self, z):
        s = 1.0 / (1.0 + np.exp(-z))
        # saturated units do not learn, so keep them away from 0 and 1
        self.out = np.clip(s, 0.1, 0.9)
        return self.out
