"""lambda is passed only to the last layer (it is set to 0 after the first turn of the loop), thinking that the L2
term is in the loss only once; the earlier layers are not regularised."""

class ClassifierModel:
    def backward(self, reg_lambda):
        grad = self.softmax_layer.backward(1, reg_lambda)
        lam = reg_lambda
        for name in list(self.layers)[::-1]:
            grad = self.layers[name].backward(grad, lam)
            lam = 0
