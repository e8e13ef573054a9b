"""The L2 term is computed after the loop over the layers from the loop variable W only, so just the last fully
connected layer is penalised."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        h = x
        for layer in self.layers.values():
            h = layer.forward(h)
            if isinstance(layer, FCLayer):
                W = layer.W
        y_hat = self.softmax_layer.forward(h)
        norm = 0.0
        norm += np.sum(W ** 2)
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + 0.5 * reg_lambda * norm
        return self.loss
