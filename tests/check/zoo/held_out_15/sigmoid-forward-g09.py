"""Identity with tanh used with the wrong argument: (1 + tanh(z)) / 2 is sigmoid(2z); it must be tanh(z/2) (line "t
= np.tanh(z)")."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        # sigma = (1 + tanh) / 2, never overflows
        t = np.tanh(z)
        self.out = 0.5 * (1.0 + t)
        return self.out
