"""Missing parentheses of the denominator: "(ep - en) / ep + en" computes (ep-en)/ep + en instead of (ep-
en)/(ep+en)."""

import numpy as np

class Tanh:
    def forward(self, z):
        ep = np.exp(z)
        en = np.exp(-z)
        th = (ep - en) / ep + en
        self.out = th
        return th
