"""The L2 term of all weights so far is added for each layer."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        self.loss = self.softmax_layer.ce_loss(y_hat, y)
        weights = []
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                weights.append(layer.W)
                self.loss += Norm().forward(weights, reg_lambda)
        return self.loss
