"""Returns the gradient with the freshly computed weight gradient (`d_prev @ self.dW.T`) instead of the weights W."""

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(0)
        self.dW = self.x.T @ d_prev
        self.dW += reg_lambda * self.W
        dx = d_prev @ self.dW.T
        return dx
