"""A sigmoid for each class by itself: the probabilities of a sample do not sum to 1."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = 1 / (1 + np.exp(-x))
        return self.y_hat
