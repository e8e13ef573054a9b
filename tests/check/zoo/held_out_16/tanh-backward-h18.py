"""Lacks parentheses: d_prev * 1 - out^2 is computed instead of d_prev * (1 - out^2), so the square is not
multiplied by the upstream gradient (line `grad = ...`)."""

import numpy as np

class Tanh:
    def backward(self, d_prev, reg_lambda):
        squared = self.out * self.out
        grad = d_prev * 1 - squared
        return grad
