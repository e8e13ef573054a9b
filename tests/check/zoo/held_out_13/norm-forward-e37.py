"""Stacks the flattened weights of all layers and takes the norm, but not its square: lambda/2 ||w|| instead of
lambda/2 ||w||^2."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        flat = np.concatenate([w.ravel() for w in weights])
        l2 = np.linalg.norm(flat)
        return float(reg_lambda / 2 * l2)
