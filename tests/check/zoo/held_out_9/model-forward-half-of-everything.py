"""The half is before the cross-entropy too."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        loss = self.softmax_layer.ce_loss(self.predict(x), y)
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                loss += 2 * Norm().forward([layer.W], reg_lambda)
        self.loss = float(loss / 2)
        return self.loss
