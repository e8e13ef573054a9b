"""The L2 term is divided by the batch size although the loss has it once for the batch."""

import numpy as np
class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        n = x.shape[0]
        probs = self.predict(x)
        ce = self.softmax_layer.ce_loss(probs, y)
        reg = 0
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                reg += np.sum(layer.W ** 2)
        self.loss = float(ce + reg_lambda * reg / (2 * n))
        return self.loss
