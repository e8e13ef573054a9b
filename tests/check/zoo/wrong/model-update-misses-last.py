"""Does not update the last layer."""


class ClassifierModel:
    def update(self, learning_rate):
        for layer in list(self.layers.values())[:-1]:
            layer.update(learning_rate)
