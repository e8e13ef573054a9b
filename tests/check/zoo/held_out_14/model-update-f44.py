"""The learning rate is decayed inside the loop over the layers (`learning_rate *= 0.9`), so later layers take
smaller steps than asked."""

class ClassifierModel:
    def update(self, learning_rate):
        decay = 0.9
        for _, layer in self.layers.items():
            layer.update(learning_rate)
            learning_rate = learning_rate * decay
