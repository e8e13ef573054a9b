"""The list of weights is set anew in the loop (`weights = [layer.W]`), so only the last FCLayer is in the L2 term."""

class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        loss = self.softmax_layer.ce_loss(y_hat, y)
        weights = []
        for key in self.layers:
            layer = self.layers[key]
            if type(layer).__name__ == 'FCLayer':
                weights = [layer.W]
        loss += Norm().forward(weights, reg_lambda)
        self.loss = loss
        return loss
