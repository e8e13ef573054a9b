"""The L2 term without its 1/2."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                self.loss += reg_lambda * float(np.sum(layer.W**2))
        return self.loss
