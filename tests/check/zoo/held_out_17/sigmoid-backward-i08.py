"""The sigmoid is applied a second time, to the stored output: `s = self._sig(self.out)`; the derivative is then
that of another point."""

import numpy as np

class Sigmoid:
    def _sig(self, t):
        return 1 / (1 + np.exp(-t))

    def forward(self, z):
        self.out = self._sig(z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        s = self._sig(self.out)
        ds = s * (1 - s)
        return d_prev * ds
