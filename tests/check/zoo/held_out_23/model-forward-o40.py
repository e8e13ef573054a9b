"""The softmax is applied a second time to the probabilities that predict returns, so loss and gradient are those
of softmax(softmax(.)) input."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        probs = self.softmax_layer.forward(scores)
        data_loss = self.softmax_layer.ce_loss(probs, y)
        reg = 0.0
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                reg += np.sum(layer.W ** 2)
        self.loss = float(data_loss + reg_lambda / 2 * reg)
        return self.loss
