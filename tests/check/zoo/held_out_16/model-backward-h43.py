"""After layer.backward, which already has lambda W in dW, the model adds lambda * W once more (double L2)."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward()
        for name in list(self.layers.keys())[::-1]:
            layer = self.layers[name]
            grad = layer.backward(grad, reg_lambda)
            if isinstance(layer, FCLayer):
                # gradient of the L2 term
                layer.dW = layer.dW + Norm().backward(layer.W, reg_lambda)
