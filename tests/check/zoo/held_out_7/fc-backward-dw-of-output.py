"""The L2 term is multiplied by the learned gradient."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev)
        self.dW += reg_lambda * self.dW
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
