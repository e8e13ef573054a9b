"""d_prev is divided by the number of samples again after every layer, so the earlier layers learn too little (`d /
n`)."""

class ClassifierModel:
    def backward(self, reg_lambda):
        d = self.softmax_layer.backward(1, reg_lambda)
        n = d.shape[0]
        layers = list(self.layers.values())
        i = len(layers) - 1
        while i >= 0:
            d = layers[i].backward(d, reg_lambda)
            d = d / n
            i -= 1
