"""np.maximum in place of the epsilon, and the loss by einsum."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return float(-np.einsum("nc,nc->", y, np.log(np.maximum(y_hat, 1e-10))) / y.shape[0])
