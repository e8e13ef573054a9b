"""Each layer gets reg_lambda divided by the number of layers (`reg_lambda / len(self.layers)`), so the gradient of
the L2 term is too small."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward()
        names = list(self.layers.keys())
        # share the regularization between the layers
        share = reg_lambda / len(names)
        for name in names[::-1]:
            grad = self.layers[name].backward(grad, share)
