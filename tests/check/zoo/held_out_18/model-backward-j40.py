"""`layer.backward(grad, reg_lambda / n)`: lambda is divided by the batch size, the gradient of lambda/(2n)
||w||^2."""

class ClassifierModel:
    def backward(self, reg_lambda):
        n = self.softmax_layer.y.shape[0]
        grad = self.softmax_layer.backward(1, reg_lambda)
        for key in list(self.layers.keys())[::-1]:
            grad = self.layers[key].backward(grad, reg_lambda / n)
