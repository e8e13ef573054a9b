"""1 is subtracted at the class that is predicted."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        dx = self.y_hat.copy()
        dx[np.arange(N), np.argmax(self.y_hat, axis=1)] -= 1
        return dx / N
