"""Lets the gradient through where the unit was kept but without the factor 1/(1-rate) that forward has."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape).copy()
        d[self.mask == 0] = 0
        return d
