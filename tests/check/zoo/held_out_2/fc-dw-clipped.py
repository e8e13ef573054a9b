"""dW is clipped to [-1, 1] against exploding gradients."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.clip(self.x.T @ d_prev + reg_lambda * self.W, -1, 1)
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
