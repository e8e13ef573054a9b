"""y_hat[:, labels] selects a whole (N,N) matrix, every sample with the labels of all others, instead of
y_hat[np.arange(N), labels]; the mean runs over all of them."""

import numpy as np

class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        labels = np.argmax(y, axis=1)
        p_true = y_hat[:, labels]
        return float(np.mean(-np.log(p_true + 1e-10)))
