"""reg_lambda is added to the loss."""


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y) + reg_lambda
        return self.loss
