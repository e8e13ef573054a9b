"""After the loop the L2 gradient is added again to dW, which the layers' own backward has done already: layer.dW
+= reg_lambda * layer.W (lambda counts twice)."""

class ClassifierModel:
    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in list(self.layers.values())[::-1]:
            d_prev = layer.backward(d_prev, reg_lambda)
            if isinstance(layer, FCLayer):
                layer.dW += reg_lambda * layer.W
