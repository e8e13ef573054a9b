"""`math.exp` takes one number, not an array."""

import math


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + math.exp(-z))
        return self.out
