"""Returns the one-hot vector of the most probable class instead of the class probabilities."""

import numpy as np


class ClassifierModel:
    def _probabilities(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def predict(self, x):
        p = self._probabilities(x)
        best = p.argmax(axis=1)
        return np.eye(p.shape[1])[best]

    def forward(self, x, y, reg_lambda):
        y_hat = self._probabilities(x)
        weights = [l.W for l in self.layers.values() if isinstance(l, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(weights, reg_lambda)
        return self.loss
