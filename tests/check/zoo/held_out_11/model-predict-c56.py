"""The input is standardized with the mean and standard deviation of the batch at hand, so a sample's probabilities
depend on the other samples: h = (x - x.mean(axis=0)) / ..."""

class ClassifierModel:
    def predict(self, x):
        # zero mean, unit variance: trains faster
        h = (x - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)
        for name, layer in self.layers.items():
            h = layer.forward(h)
        probs = self.softmax_layer.forward(h)
        return probs
