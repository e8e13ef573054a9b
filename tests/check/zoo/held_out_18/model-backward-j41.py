"""`d = self.loss * self.softmax_layer.backward()`: starts the chain with the value of the loss as a factor (should
be 1)."""

class ClassifierModel:
    def backward(self, reg_lambda):
        # the loss flows back through the network
        d = self.loss * self.softmax_layer.backward(1, reg_lambda)
        layers = list(self.layers.values())
        layers.reverse()
        for l in layers:
            d = l.backward(d, reg_lambda)
