"""The softmax layer's gradient is divided by the batch size again."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d = self.softmax_layer.backward(1, reg_lambda)
        d = d / d.shape[0]
        for layer in reversed(self.layers.values()):
            d = layer.backward(d, reg_lambda)
