"""The range ends before the first layer."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward()
        layers = list(self.layers.values())
        for i in range(len(layers) - 1, 0, -1):
            d_prev = layers[i].backward(d_prev, reg_lambda)
