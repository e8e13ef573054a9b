"""`weights.append(layer.b)`: the biases are put into the L2 term too."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        probs = self.predict(x)
        weights = []
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                weights.append(layer.W)
                weights.append(layer.b)
        data_loss = self.softmax_layer.ce_loss(probs, y)
        self.loss = data_loss + Norm().forward(weights, reg_lambda)
        return self.loss
