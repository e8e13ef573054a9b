"""The last layer is left out in the thought that it is the softmax, but softmax is not in self.layers: the output
FC layer never learns (`names[:-1]`)."""

class ClassifierModel:
    def update(self, learning_rate):
        names = list(self.layers.keys())
        # last one is softmax, nothing to update
        for name in names[:-1]:
            self.layers[name].update(learning_rate)
