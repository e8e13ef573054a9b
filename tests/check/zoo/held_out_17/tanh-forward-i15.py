"""Uses |z| against overflow and never puts the sign back: `2 / (1 + np.exp(-2 * np.abs(z))) - 1` is tanh(|z|),
always >= 0."""

import numpy as np

class Tanh:
    def forward(self, z):
        # abs against overflow of exp
        t = np.exp(-2 * np.abs(z))
        self.out = 2 / (1 + t) - 1
        return self.out
