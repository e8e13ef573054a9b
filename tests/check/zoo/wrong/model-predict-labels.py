"""Returns the predicted classes in place of the probabilities."""


class ClassifierModel:
    def probabilities(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def predict(self, x):
        return np.argmax(self.probabilities(x), axis=1)

    def forward(self, x, y, reg_lambda):
        y_hat = self.probabilities(x)
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(weights, reg_lambda)
        return self.loss
