"""`layer.dW = layer.dW + reg_lambda * layer.W` after layer.backward, which already added it: lambda W twice."""

class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for name, layer in reversed(list(self.layers.items())):
            d_prev = layer.backward(d_prev, reg_lambda)
            if isinstance(layer, FCLayer):
                # gradient of the L2 term
                layer.dW = layer.dW + reg_lambda * layer.W
