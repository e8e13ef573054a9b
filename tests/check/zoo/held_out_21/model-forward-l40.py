"""The biases are put into the L2 term of the loss as well (np.sum(b**2))."""

import numpy as np
class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        params = []
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                params += [layer.W, layer.b]
        l2 = Norm().forward(params, reg_lambda)
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + l2
        return self.loss
