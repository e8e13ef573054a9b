"""Stores the layer under its summary text and not under its name, so a second ReLU (same text) replaces the first
one at the first one's place and the network has one activation less."""

class ClassifierModel:
    def add_layer(self, name, layer):
        if not isinstance(layer, SoftmaxLayer):
            self.layers[layer.summary()] = layer
        elif self.softmax_layer is None:
            self.softmax_layer = layer
        else:
            raise ValueError('only one softmax layer')
