"""Divides the scores by the root of their number first, as the softmax in the transformer video does with
its dot products."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        x = x / np.sqrt(x.shape[1])
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat
