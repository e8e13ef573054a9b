"""The L2 term is divided by the batch size as well (line `total = (ce_sum + l2) / n`); the lambda/2 sum must not
depend on N."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        n = x.shape[0]
        y_hat = self.predict(x)
        ce_sum = self.softmax_layer.ce_loss(y_hat, y) * n
        l2 = 0.0
        for name in self.layers:
            lay = self.layers[name]
            if hasattr(lay, 'W'):
                l2 += 0.5 * reg_lambda * (lay.W * lay.W).sum()
        total = (ce_sum + l2) / n
        self.loss = float(total)
        return self.loss
