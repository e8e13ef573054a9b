"""The L2 term is divided by the batch size: lambda/(2N) sum W^2 instead of lambda/2 sum W^2."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        out = x
        reg = 0
        for key in self.layers:
            layer = self.layers[key]
            out = layer.forward(out)
            if isinstance(layer, FCLayer):
                reg += np.sum(layer.W * layer.W)
        y_hat = self.softmax_layer.forward(out)
        n = x.shape[0]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + float(reg_lambda * reg / (2 * n))
        return self.loss
