"""Skips the last entry of self.layers, taking it for the softmax, which is not in that dict: the last FC layer
never learns."""

import numpy as np

class ClassifierModel:
    def update(self, learning_rate):
        names = list(self.layers.keys())
        # the last one is the softmax, nothing to learn there
        for name in names[:-1]:
            self.layers[name].update(learning_rate)
