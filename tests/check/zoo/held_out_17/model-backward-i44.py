"""reg_lambda is given to the last layer only and then set to 0 ("L2 is added once"): `reg_lambda = 0` in the loop,
so the lower layers are not regularized."""

import numpy as np

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward(1, reg_lambda)
        names = list(self.layers.keys())
        for name in names[::-1]:
            grad = self.layers[name].backward(grad, reg_lambda)
            reg_lambda = 0   # the L2 term must be added only once
