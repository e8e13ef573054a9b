"""The gradient is averaged over the batch inside the activation (line `grad /= d_prev.shape[0]`), although the
softmax layer has divided by N already."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        sig = self.out
        local = sig - sig * sig
        grad = local * d_prev
        grad /= d_prev.shape[0]
        return grad
