"""Every layer is given the softmax layer's gradient."""


class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward()
        for layer in reversed(self.layers.values()):
            layer.backward(d_prev, reg_lambda)
