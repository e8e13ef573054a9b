"""d_prev, averaged already by the softmax layer, is divided by N once more."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        d_prev = d_prev / len(d_prev)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
