"""np.linalg.norm(W, 2) of a matrix is its largest singular value."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        for layer in self.layers.values():
            if isinstance(layer, FCLayer):
                self.loss += 0.5 * reg_lambda * float(np.linalg.norm(layer.W, 2)) ** 2
        return self.loss
