"""The starting gradient is multiplied with the value of the loss, as if dL/dL were L and not 1."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.loss * self.softmax_layer.backward(1, reg_lambda)
        names = list(self.layers.keys())
        for name in names[::-1]:
            grad = self.layers[name].backward(grad, reg_lambda)
