"""The L2 term is divided by the batch size as well (lambda/(2N)), which the given loss does not do."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        N = x.shape[0]
        out = x
        for layer in self.layers.values():
            out = layer.forward(out)
        out = self.softmax_layer.forward(out)
        ce = self.softmax_layer.ce_loss(out, y)
        sq = sum(np.sum(l.W * l.W) for l in self.layers.values() if isinstance(l, FCLayer))
        self.loss = float(ce + reg_lambda / (2 * N) * sq)
        return self.loss
