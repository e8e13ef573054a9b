"""Divides the L2 term by the batch size (lambda/2N), while the formula has lambda/2: reg / x.shape[0]."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        ce = self.softmax_layer.ce_loss(y_hat, y)
        Ws = []
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                Ws.append(layer.W)
        reg = Norm().forward(Ws, reg_lambda)
        self.loss = ce + reg / x.shape[0]
        return self.loss
