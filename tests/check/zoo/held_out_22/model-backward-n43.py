"""reg_lambda is divided by the number of layers 'to share it out', so every FC layer gets too small a weight
decay."""

class ClassifierModel:
    def backward(self, reg_lambda):
        d = self.softmax_layer.backward()
        lam = reg_lambda / len(self.layers)
        stack = list(self.layers.values())
        while stack:
            layer = stack.pop()
            d = layer.backward(d, lam)
