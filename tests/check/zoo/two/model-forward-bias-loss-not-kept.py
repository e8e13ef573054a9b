"""The L2 term includes the biases, and the loss is not kept."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        arrays = []
        for layer in self.layers.values():
            if hasattr(layer, "W"):
                arrays.extend([layer.W, layer.b])
        return self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(arrays, reg_lambda)
