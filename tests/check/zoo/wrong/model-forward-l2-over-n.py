"""Divides the L2 term by the batch size."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(weights, reg_lambda) / len(x)
        return self.loss
