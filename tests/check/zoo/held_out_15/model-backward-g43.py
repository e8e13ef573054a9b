"""Back-propagation is started with the value of the loss: the softmax gradient is multiplied by self.loss,
although dL/dL = 1."""

class ClassifierModel:
    def backward(self, reg_lambda):
        # the error that is propagated back
        grad = self.loss * self.softmax_layer.backward(1, reg_lambda)
        names = list(self.layers)
        while names:
            grad = self.layers[names.pop()].backward(grad, reg_lambda)
