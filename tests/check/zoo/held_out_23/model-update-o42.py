"""`layer.update` stands after the loop, so only the last layer is updated."""

class ClassifierModel:
    def update(self, learning_rate):
        for name in self.layers:
            layer = self.layers[name]
        layer.update(learning_rate)
