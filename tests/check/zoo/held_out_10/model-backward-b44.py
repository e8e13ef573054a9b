"""The regularization is passed on only to the last layer: reg_lambda is set to 0 after the first backward call in
the loop."""

import numpy as np

class ClassifierModel:
    def backward(self, reg_lambda):
        stack = list(self.layers.values())
        d = self.softmax_layer.backward(1, reg_lambda)
        while stack:
            layer = stack.pop()
            d = layer.backward(d, reg_lambda)
            # L2 is counted now, do not count it again
            reg_lambda = 0
