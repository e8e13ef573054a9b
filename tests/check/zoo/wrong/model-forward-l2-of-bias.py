"""The L2 term includes the biases."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        arrays = []
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                arrays += [layer.W, layer.b]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(arrays, reg_lambda)
        return self.loss
