"""The loop starts with index 1 ('layer 0 is the input'), so the first layer in the dict, the first FCLayer, never
learns."""

class ClassifierModel:
    def update(self, learning_rate):
        layers = list(self.layers.values())
        # layer 0 is the input layer
        for i in range(1, len(layers)):
            layers[i].update(learning_rate)
