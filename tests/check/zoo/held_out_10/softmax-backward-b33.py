"""y_hat - y is already the derivative by the logits; it is multiplied once more by the softmax derivative y_hat (1
- y_hat)."""

import numpy as np

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n, c = self.y.shape
        dL = (self.y_hat - self.y) / n
        # chain rule with the derivative of the softmax
        dsoft = self.y_hat * (1 - self.y_hat)
        return dL * dsoft
