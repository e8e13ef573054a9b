"""Adds reg_lambda * W to each dW after the layers' backward, which has it already: the L2 gradient counts twice."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward(1, reg_lambda)
        for name in list(self.layers.keys())[::-1]:
            layer = self.layers[name]
            grad = layer.backward(grad, reg_lambda)
            if hasattr(layer, 'W'):
                layer.dW = layer.dW + Norm().backward(layer.W, reg_lambda)
