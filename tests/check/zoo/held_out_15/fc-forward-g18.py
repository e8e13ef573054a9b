"""A 4-D input is flattened as x.reshape(-1, N).T, which mixes the pixels of different samples (only right for N =
1); it should be x.reshape(N, -1)."""

import numpy as np

class FCLayer:
    def forward(self, x):
        n = x.shape[0]
        if x.ndim > 2:
            # one image per row
            x = x.reshape(-1, n).T
        self.x = x
        return np.dot(self.x, self.W) + self.b
