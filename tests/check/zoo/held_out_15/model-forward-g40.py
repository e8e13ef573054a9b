"""In the loop over the layers "l2 = ..." overwrites the sum instead of adding to it, so only the last FC layer is
penalised in the loss."""

import numpy as np

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        data_loss = self.softmax_layer.ce_loss(probs, y)
        l2 = 0.0
        for key in self.layers:
            layer = self.layers[key]
            if isinstance(layer, FCLayer):
                l2 = 0.5 * reg_lambda * np.sum(np.square(layer.W))
        self.loss = float(data_loss + l2)
        return self.loss
