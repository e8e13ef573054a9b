"""dW is (H, D) for (D, H)."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = d_prev.T @ self.x + reg_lambda * self.W.T
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
