"""sqrt(D) / 2 for sqrt(D / 2): the weights start too large by a factor of the square root of 2."""

import numpy as np


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / (np.sqrt(input_dim) / 2)
        self.b = np.zeros(output_dim)
        self.x = None
        self.dW = None
        self.db = None
