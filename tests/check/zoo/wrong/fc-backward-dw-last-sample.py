"""The loop overwrites dW, so that only the last sample counts."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        for i in range(len(self.x)):
            self.dW = np.outer(self.x[i], d_prev[i]) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
