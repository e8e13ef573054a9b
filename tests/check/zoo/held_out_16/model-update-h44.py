"""update is called once for W and once for b of each layer, but one call changes both, so each step is made twice."""

class ClassifierModel:
    def update(self, learning_rate):
        for layer in self.layers.values():
            for param in ('W', 'b'):
                if hasattr(layer, param):
                    layer.update(learning_rate)
