"""The L2 term includes the squared biases."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        data_loss = self.softmax_layer.ce_loss(probs, y)
        reg_loss = 0.0
        for layer in self.layers.values():
            for p in ('W', 'b'):
                if hasattr(layer, p):
                    reg_loss += np.sum(getattr(layer, p) ** 2)
        self.loss = float(data_loss + reg_lambda / 2.0 * reg_loss)
        return self.loss
