"""= for +=: the L2 term of the last layer alone."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                l2 = np.sum(layer.W * layer.W)
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y) + 0.5 * reg_lambda * float(l2)
        return self.loss
