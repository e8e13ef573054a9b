"""predict has applied the softmax layer already; forward puts its result through softmax_layer.forward once more,
so the loss and the gradient are of a double softmax."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        y_hat = self.softmax_layer.forward(scores)
        ce = self.softmax_layer.ce_loss(y_hat, y)
        reg = 0
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                reg += reg_lambda / 2 * np.sum(layer.W ** 2)
        self.loss = ce + reg
        return self.loss
