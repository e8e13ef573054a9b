"""d_prev is divided by the batch size in place, before everything else."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        d_prev /= d_prev.shape[0]
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
