"""Softmax is applied twice: predict already returns probabilities and they go through softmax_layer.forward again
before the loss."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        y_hat = self.softmax_layer.forward(scores)
        loss = self.softmax_layer.ce_loss(y_hat, y)
        mats = [l.W for l in self.layers.values() if isinstance(l, FCLayer)]
        loss += Norm().forward(mats, reg_lambda)
        self.loss = loss
        return loss
