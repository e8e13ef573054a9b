"""self.loss is the cross-entropy without the L2 term."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        norm = sum(np.sum(layer.W**2) for layer in self.layers.values() if isinstance(layer, FCLayer))
        return self.loss + float(reg_lambda / 2 * norm)
