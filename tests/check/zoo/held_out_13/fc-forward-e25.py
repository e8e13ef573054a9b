"""Takes z^(j) = sigma(w z + b) as the definition of this layer and applies ReLU to the result inside the FC layer
(np.where(a > 0, a, 0))."""

import numpy as np


class FCLayer:
    def forward(self, x):
        self.x = np.reshape(x, (len(x), -1))
        a = np.dot(self.x, self.W) + self.b[np.newaxis, :]
        # z_j = sigma(w_j z_(j-1) + b_j)
        z = np.where(a > 0, a, 0)
        return z
