"""The L2 term's value and gradient are methods of FCLayer."""


class FCLayer:
    def l2_loss(self, reg_lambda):
        return 0.5 * reg_lambda * float(np.sum(np.square(self.W)))

    def l2_grad(self, reg_lambda):
        return reg_lambda * self.W

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev
        self.dW += self.l2_grad(reg_lambda)
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        self.loss += sum(layer.l2_loss(reg_lambda) for layer in self.layers.values() if hasattr(layer, "l2_loss"))
        return self.loss
