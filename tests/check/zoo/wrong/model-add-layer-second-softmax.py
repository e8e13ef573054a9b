"""A second softmax layer silently replaces the first."""


class ClassifierModel:
    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            self.softmax_layer = layer
        else:
            self.layers[name] = layer
