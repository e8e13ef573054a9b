"""The scale of the weights is taken from the number of outputs: `np.sqrt(2 / output_dim)` instead of 1 /
sqrt(input_dim / 2) (10 instead of 500: much too large)."""

import numpy as np

class FCLayer:
    def __init__(self, input_dim, output_dim):
        # He initialization
        std = np.sqrt(2 / output_dim)
        self.W = std * np.random.randn(input_dim, output_dim)
        self.b = np.zeros((output_dim,))
        self.x = self.dW = self.db = None
