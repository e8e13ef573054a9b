"""The predicted class, not its probability, minus the label."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        decided = np.zeros_like(self.y_hat)
        decided[np.arange(len(decided)), np.argmax(self.y_hat, axis=1)] = 1
        return (decided - self.y) / len(self.y)
