"""Leaves out the last entry of self.layers, believing it to be the softmax; the last FC layer is never trained."""

class ClassifierModel:
    def update(self, learning_rate):
        layer_list = list(self.layers.values())
        # the last one is softmax, nothing to update
        for i in range(len(layer_list) - 1):
            layer_list[i].update(learning_rate)
