"""The softmax is applied twice: to the scores, and once more to the probabilities."""


class ClassifierModel:
    def predict(self, x):
        out = x
        for name in self.layers:
            out = self.layers[name].forward(out)
        scores = self.softmax_layer.forward(out)
        return self.softmax_layer.forward(scores)
