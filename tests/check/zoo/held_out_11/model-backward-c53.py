"""Off by one: range(len(layers) - 1, 0, -1) leaves out layer 0, so the first layer never gets a gradient and never
learns."""

class ClassifierModel:
    def backward(self, reg_lambda):
        layers = list(self.layers.values())
        d = self.softmax_layer.backward(1, reg_lambda)
        for i in range(len(layers) - 1, 0, -1):
            d = layers[i].backward(d, reg_lambda)

    def update(self, learning_rate):
        for layer in self.layers.values():
            if getattr(layer, "dW", None) is not None:
                layer.update(learning_rate)
