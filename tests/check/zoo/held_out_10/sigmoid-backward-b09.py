"""The derivative is written with e^-z = 1/out - 1 as e / (1 + e)^2, but the square is on e only: `(1 + ez ** 2)`
instead of `(1 + ez) ** 2`."""

import numpy as np

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        # d/dz (1+e^-z)^-1 = e^-z / (1+e^-z)^2
        out = np.clip(self.out, 1e-300, None)
        ez = 1 / out - 1
        dsig = ez / (1 + ez ** 2)
        return d_prev * dsig
