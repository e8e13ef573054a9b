"""tanh^2 is computed as the inner product of a sample's output vector with itself, so each entry gets 1 - sum of
squares, not 1 - out^2 of its own (line sq = np.vdot(o, o))."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        grad = np.zeros(self.out.shape)
        for i in range(len(self.out)):
            o = self.out[i]
            sq = np.vdot(o, o)
            grad[i] = d_prev[i] * (1 - sq)
        return grad
