"""The learning rate is multiplied by 0.9 in the loop over the layers, so later layers of the same step get a
smaller rate."""

class ClassifierModel:
    def update(self, learning_rate):
        for name in self.layers:
            self.layers[name].update(learning_rate)
            learning_rate = learning_rate * 0.9   # decay
