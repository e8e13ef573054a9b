"""The L2 term, which has reg_lambda, is multiplied by it again."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        weights = [layer.W for layer in self.layers.values() if hasattr(layer, "W")]
        self.loss = self.softmax_layer.ce_loss(y_hat, y)
        self.loss += reg_lambda * Norm().forward(weights, reg_lambda)
        return self.loss
