"""Softmax twice: self.predict(x) already ends with the softmax layer and its probabilities are passed through
softmax_layer.forward again."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        y_hat = self.softmax_layer.forward(scores)
        data_loss = self.softmax_layer.ce_loss(y_hat, y)
        weights = []
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                weights.append(layer.W)
        self.loss = data_loss + Norm().forward(weights, reg_lambda)
        return self.loss
