"""Mixes both kinds of dropout: training already divides by 1 - rate, and the evaluation multiplies by 1 - rate as
well."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            drop = np.random.rand(*x.shape) < self.rate
            self.mask = np.where(drop, 0, 1 / keep)
        else:
            # at test time the activations are scaled
            self.mask = np.full(x.shape, keep)
        return x * self.mask
