"""`layer.W = ...` by hand, only for W: the biases are never updated."""

class ClassifierModel:
    def update(self, learning_rate):
        for layer in self.layers.values():
            if hasattr(layer, 'W'):
                layer.W = layer.W - learning_rate * layer.dW
