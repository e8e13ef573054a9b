"""The loop starts at index 1 because layer 0 is thought to be the input layer; the first layer is never updated."""

class ClassifierModel:
    def update(self, learning_rate):
        layers = list(self.layers.values())
        # layer 0 is the input
        for i in range(1, len(layers)):
            layers[i].update(learning_rate)
