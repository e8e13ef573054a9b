"""`self.x = x.reshape(-1, x.shape[0]).T`: reshape to (D,N) and transposing does not keep the samples together,
features of different samples are mixed."""

import numpy as np


class FCLayer:
    def forward(self, x):
        # one column per sample, then turned
        self.x = x.reshape(-1, x.shape[0]).T
        z = np.dot(self.x, self.W)
        z = z + self.b
        return z
