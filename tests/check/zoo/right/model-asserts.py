"""add_layer refuses by assert, and summary prints a table."""


class ClassifierModel:
    def add_layer(self, name, layer):
        if type(layer).__name__ == "SoftmaxLayer":
            assert self.softmax_layer is None, "only one softmax layer"
            self.softmax_layer = layer
            return
        assert name not in self.layers
        self.layers[name] = layer

    def summary(self):
        print("=" * 40)
        for i, (name, layer) in enumerate(self.layers.items()):
            print(f"{i:>3} {name:<15} {layer.summary()}")
        print("=" * 40)
