"""predict ends with the softmax already, and forward applies the softmax layer a second time to its probabilities."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        y_hat = self.softmax_layer.forward(scores)
        loss = self.softmax_layer.ce_loss(y_hat, y)
        reg = Norm()
        loss += reg.forward([l.W for l in self.layers.values() if hasattr(l, "W")], reg_lambda)
        self.loss = loss
        return self.loss
