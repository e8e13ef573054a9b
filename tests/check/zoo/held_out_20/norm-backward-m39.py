"""Gradient of the norm, W/||W||, not of half its square."""

import numpy as np


class Norm:
    def backward(self, W, reg_lambda):
        length = np.sqrt((W * W).sum())
        return reg_lambda * W / length
