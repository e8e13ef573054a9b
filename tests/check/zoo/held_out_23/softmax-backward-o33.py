"""(y_hat - y) is multiplied again by the sigmoid-like derivative y_hat(1-y_hat), which the combined formula
already contains."""

class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y_hat.shape[0]
        error = self.y_hat - self.y
        # chain rule: loss part times softmax part
        softmax_part = self.y_hat * (1 - self.y_hat)
        return error * softmax_part / n
