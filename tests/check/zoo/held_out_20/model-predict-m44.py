"""Standardises the network's input x by mean and deviation of the whole batch ('normalised input', line `h =
...`): x is changed on the way in, so the prediction of a sample depends on the others."""

class ClassifierModel:
    def predict(self, x):
        h = (x - x.mean()) / (x.std() + 1e-8)
        for _, layer in self.layers.items():
            h = layer.forward(h)
        return self.softmax_layer.forward(h)
