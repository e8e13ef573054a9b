"""Every layer is given the model's input."""


class ClassifierModel:
    def predict(self, x):
        for layer in self.layers.values():
            out = layer.forward(x)
        return self.softmax_layer.forward(out)
