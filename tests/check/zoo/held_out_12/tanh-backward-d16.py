"""tanh(z) = 2 s(2z) - 1 has derivative 4 s (1 - s); the inner derivative 2 of 2z was forgotten, so everything is
halved (`2 * s * (1 - s)`)."""

import numpy as np

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh = 2 s - 1, s the sigmoid of 2z
        s = (self.out + 1) / 2
        dtanh = 2 * s * (1 - s)
        return d_prev * dtanh
