"""reg_lambda does not occur."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = np.dot(d_prev, self.W.T)
        self.dW = np.dot(self.x.T, d_prev)
        self.db = np.sum(d_prev, axis=0)
        return dx
