"""reg_lambda is divided by the number of layers ("shared among the layers") before it is given to each layer."""

class ClassifierModel:
    def backward(self, reg_lambda):
        names = list(self.layers.keys())
        lam = reg_lambda / len(names)
        grad = self.softmax_layer.backward(1, reg_lambda)
        for k in names[::-1]:
            grad = self.layers[k].backward(grad, lam)
