"""Divides by 1 + sum: the multinomial logit of the statistics lecture, where the left-out reference class gives
the 1; also it looks like the sigmoid's formula."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = e / (1 + np.sum(e, axis=1, keepdims=True))
        return self.y_hat
