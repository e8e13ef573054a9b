"""The gradient is rescaled to unit length before it is handed to each lower layer (`d / (norm + 1e-8)`), so the
lower layers' dW and db are not the gradient."""

import numpy as np


class ClassifierModel:
    def backward(self, reg_lambda):
        d = self.softmax_layer.backward(1, reg_lambda)
        for name in reversed(list(self.layers)):
            d = self.layers[name].backward(d, reg_lambda)
            # vanishing gradients: bring it back to length one
            d = d / (np.sqrt(np.sum(d * d)) + 1e-8)
