"""`param = param - learning_rate * grad` in a loop only rebinds the loop variable; W and b never change."""

import numpy as np

class FCLayer:
    def update(self, learning_rate):
        for param, grad in [(self.W, self.dW), (self.b, self.db)]:
            param = param - learning_rate * grad
