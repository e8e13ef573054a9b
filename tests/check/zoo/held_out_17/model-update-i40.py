"""`list(self.layers.values())[:-1]` is meant to skip the softmax, which is not in self.layers: the last fully
connected layer is never updated."""

import numpy as np

class ClassifierModel:
    def update(self, learning_rate):
        # the last one is the softmax: nothing to update
        for layer in list(self.layers.values())[:-1]:
            layer.update(learning_rate)
