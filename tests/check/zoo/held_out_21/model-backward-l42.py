"""reg_lambda is divided by the number of layers before it is handed to each layer, as if the penalty were shared
among them."""

class ClassifierModel:
    def backward(self, reg_lambda):
        stack = list(self.layers.values())
        share = reg_lambda / len(stack)
        grad = self.softmax_layer.backward(1, reg_lambda)
        while stack:
            layer = stack.pop()
            grad = layer.backward(grad, share)
