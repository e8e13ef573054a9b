"""The 1/N is made by averaging over the samples."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        return np.mean(self.y_hat - self.y, axis=0)
