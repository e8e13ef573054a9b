"""The L2 term is divided by the batch size together with the data loss (lambda / (2N) sum W^2)."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        batch = x.shape[0]
        data_loss = self.softmax_layer.ce_loss(probs, y)
        reg = 0.0
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                reg += np.sum(layer.W * layer.W)
        self.loss = data_loss + reg_lambda * reg / (2 * batch)
        return self.loss
