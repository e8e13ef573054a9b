"""Returns the derivative of the loss by the probabilities, -y / y_hat, and not by the scores: the student
differentiated -y log(y_hat) and stopped before the softmax."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return -self.y / (self.y_hat + 1e-10) / self.y.shape[0]
