"""Squares the sum of the weights instead of summing the squares: the parenthesis was closed too early, and
positive and negative weights cancel."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            total += np.sum(W) ** 2
        return float(0.5 * reg_lambda * total)
