"""The back-propagation starts with the value of the loss: the softmax gradient is multiplied by self.loss."""

class ClassifierModel:
    def backward(self, reg_lambda):
        order = list(self.layers.values())
        order.reverse()
        d = self.softmax_layer.backward(self.loss, reg_lambda) * self.loss
        for layer in order:
            d = layer.backward(d, reg_lambda)
