"""Does not hand reg_lambda to the layers."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward()
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, 0)
