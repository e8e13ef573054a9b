"""The arguments of ce_loss are swapped, `ce_loss(y, y_hat)`: the loss is -(y_hat log(y + 1e-10)), and the
softmax's backward gets y and y_hat the wrong way round."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        data_loss = self.softmax_layer.ce_loss(y, y_hat)
        reg_loss = 0
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                reg_loss += reg_lambda / 2 * np.sum(np.square(layer.W))
        self.loss = float(data_loss + reg_loss)
        return self.loss
