"""Chains the 'softmax derivative' y_hat (1 - y_hat) onto (y_hat - y), which is already the derivative with respect
to the scores."""

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        p = self.y_hat
        n = p.shape[0]
        d_loss = (p - self.y) / n
        d_soft = p * (1 - p)
        return d_prev * d_loss * d_soft
