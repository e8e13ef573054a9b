"""Log-softmax, as PyTorch's loss likes it: logarithms of probabilities come back."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        x = x - x.max(axis=1, keepdims=True)
        self.y_hat = x - np.log(np.exp(x).sum(axis=1, keepdims=True))
        return self.y_hat
