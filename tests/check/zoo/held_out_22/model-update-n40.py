"""The last entry of self.layers is left out in the belief that it is the softmax layer, but that one is kept
apart; the last FC layer is never updated."""

class ClassifierModel:
    def update(self, learning_rate):
        all_layers = list(self.layers.values())
        # softmax has nothing to learn
        for layer in all_layers[:-1]:
            layer.update(learning_rate)
