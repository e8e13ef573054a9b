"""The step is divided by the batch size (line `step = ...`), but the gradient is the mean over the batch already."""

class ClassifierModel:
    def update(self, learning_rate):
        step = learning_rate / self.softmax_layer.y.shape[0]
        for key in self.layers:
            self.layers[key].update(step)
