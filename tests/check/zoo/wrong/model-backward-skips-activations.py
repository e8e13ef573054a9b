"""Back-propagates through the layers with weights only."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(self.layers.values()):
            if hasattr(layer, "W"):
                d_prev = layer.backward(d_prev, reg_lambda)
