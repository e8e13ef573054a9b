"""In the loop l2 is assigned, not added (l2 = ...): only the last FC layer's weights count in the L2 term."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        data_loss = self.softmax_layer.ce_loss(probs, y)
        l2 = 0.0
        for name in self.layers:
            layer = self.layers[name]
            if hasattr(layer, 'W'):
                l2 = np.sum(layer.W ** 2)
        self.loss = float(data_loss + 0.5 * reg_lambda * l2)
        return self.loss
