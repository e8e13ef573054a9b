"""The bracket is multiplied out without d_prev in the second term: `d_prev * a - a ** 2` instead of d_prev * (a -
a ** 2)."""

import numpy as np

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        a = self.out
        # a * (1 - a) = a - a^2
        dz = d_prev * a - a ** 2
        return dz
