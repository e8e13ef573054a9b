"""dW and db are added up sample by sample, and lambda W is added once, after the loop."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        dx = np.zeros((N, self.W.shape[0]))
        for i in range(N):
            self.dW += np.outer(self.x[i], d_prev[i])
            self.db += d_prev[i]
            dx[i] = self.W @ d_prev[i]
        self.dW += reg_lambda * self.W
        return dx
