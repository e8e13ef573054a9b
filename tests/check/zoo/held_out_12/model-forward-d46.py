"""The L2 term takes all parameters, the bias b as well as W (`sq += np.sum(layer.b ** 2)`)."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        sq = 0.0
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                sq += np.sum(layer.W ** 2)
                sq += np.sum(layer.b ** 2)
        self.loss = self.softmax_layer.ce_loss(probs, y) + 0.5 * reg_lambda * float(sq)
        return self.loss
