"""The learning rate is decayed inside the loop over layers, so each later layer learns with a smaller rate."""

class ClassifierModel:
    def update(self, learning_rate):
        lr = learning_rate
        for _, layer in self.layers.items():
            layer.update(lr)
            lr = lr * 0.9     # learning rate decay
