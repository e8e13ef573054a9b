"""Goes through the layers in the order of their names."""


class ClassifierModel:
    def predict(self, x):
        for name in sorted(self.layers):
            x = self.layers[name].forward(x)
        return self.softmax_layer.forward(x)
