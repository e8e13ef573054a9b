"""The input is divided by 255 whenever it has a value greater than 1 ("if x.max() > 1"), meant for raw pixels, but
it hits hidden activations and standardised inputs as well."""

import numpy as np

class FCLayer:
    def forward(self, x):
        x = x.reshape(x.shape[0], -1)
        # make sure that pixels are in [0, 1]
        if x.max() > 1:
            x = x / 255.0
        self.x = x
        out = np.matmul(self.x, self.W)
        out = out + self.b
        return out
