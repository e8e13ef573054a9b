"""The first layer is not updated."""


class ClassifierModel:
    def update(self, learning_rate):
        for name in list(self.layers)[1:]:
            self.layers[name].update(learning_rate)
