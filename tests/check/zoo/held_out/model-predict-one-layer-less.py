"""The last layer is taken for the softmax layer and left out."""


class ClassifierModel:
    def predict(self, x):
        for layer in list(self.layers.values())[:-1]:
            x = layer.forward(x)
        return self.softmax_layer.forward(x)
