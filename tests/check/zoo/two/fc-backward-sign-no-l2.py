"""-x^T d_prev without reg_lambda W: both in dW."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = -self.x.T @ d_prev
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
