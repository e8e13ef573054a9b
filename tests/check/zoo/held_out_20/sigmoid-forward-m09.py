"""Stable form with exp(-|z|), but 1/(1+e) is used for negative z also (the e/(1+e) branch is missing), so
sigmoid(-z) = sigmoid(z)."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # avoid overflow in exp: exponent never positive
        expo = np.where(z > 0, -z, z)
        denom = 1.0 + np.exp(expo)
        self.out = np.reciprocal(denom)
        return self.out
