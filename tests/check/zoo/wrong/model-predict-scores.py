"""Without the softmax."""


class ClassifierModel:
    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x
