"""Goes through the layers from first to last."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in self.layers.values():
            d_prev = layer.backward(d_prev, reg_lambda)
