"""lambda W is subtracted in dW, since "decay makes the weights smaller": the step then makes them larger."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW = self.x.T @ d_prev
        dW -= reg_lambda * self.W
        self.dW = dW
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
