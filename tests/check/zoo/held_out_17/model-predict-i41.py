"""Softmax applied twice: `probs` is already the softmax output and is given to softmax_layer.forward again."""

import numpy as np

class ClassifierModel:
    def predict(self, x):
        h = x
        for name in self.layers:
            h = self.layers[name].forward(h)
        probs = self.softmax_layer.forward(h)
        return self.softmax_layer.forward(probs)
