"""The summary is returned, nothing is printed."""


class ClassifierModel:
    def summary(self):
        return "\n".join(name + " " + layer.summary() for name, layer in self.layers.items())
