"""The einsum gives dW transposed, (H, D), and reshape makes it fit W: the entries are in wrong places."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        grad = np.einsum("nd,nh->hd", self.x, d_prev)
        self.dW = grad.reshape(self.W.shape) + reg_lambda * self.W
        self.db = np.einsum("nh->h", d_prev)
        return np.einsum("nh,dh->nd", d_prev, self.W)
