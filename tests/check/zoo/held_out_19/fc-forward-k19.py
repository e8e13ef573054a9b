""""Improvement": subtracts the batch mean of every feature from the input before the product (flat -
flat.mean(axis=0))."""

import numpy as np


class FCLayer:
    def forward(self, x):
        flat = x.reshape(len(x), -1)
        # center the data, the network learns better
        self.x = flat - flat.mean(axis=0)
        return np.einsum('nd,dh->nh', self.x, self.W) + self.b
