"""The loop over the samples leaves out the last."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = reg_lambda * self.W
        for i in range(len(d_prev) - 1):
            self.dW = self.dW + np.outer(self.x[i], d_prev[i])
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
