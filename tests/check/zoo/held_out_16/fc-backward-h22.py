"""The gradient to the previous layer is masked by x > 0, i.e. ReLU's derivative is put into the linear layer (line
`dx[self.x <= 0] = 0`); wrong for image borders, sigmoid/tanh or raw inputs."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = np.sum(d_prev, axis=0)
        self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        dx = d_prev.dot(self.W.T)
        # neurons that were off get no gradient
        dx[self.x <= 0] = 0
        return dx
