"""Spreads lambda over the FC layers: each gets reg_lambda / number of FC layers, although each has the full
lambda*W in its gradient."""

class ClassifierModel:
    def backward(self, reg_lambda):
        names = list(self.layers.keys())
        n_fc = sum(1 for k in names if isinstance(self.layers[k], FCLayer))
        lam = reg_lambda / max(n_fc, 1)
        grad = self.softmax_layer.backward()
        for name in names[::-1]:
            grad = self.layers[name].backward(grad, lam)
