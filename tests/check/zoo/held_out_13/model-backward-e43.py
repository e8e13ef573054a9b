"""Divides lambda by the number of layers before passing it on, 'sharing' the L2 term, although each layer's
gradient has the full lambda W."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward()
        stack = list(self.layers.values())
        lam = reg_lambda / len(stack)
        while stack:
            layer = stack.pop()
            grad = layer.backward(grad, lam)
