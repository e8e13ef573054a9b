"""predict returns probabilities already; they are sent through the softmax layer a second time before the loss."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        scores = self.predict(x)
        y_hat = self.softmax_layer.forward(scores)
        ce = self.softmax_layer.ce_loss(y_hat, y)
        Ws = []
        for lay in self.layers.values():
            if isinstance(lay, FCLayer):
                Ws.append(lay.W)
        self.loss = ce + Norm().forward(Ws, reg_lambda)
        return self.loss
