"""W is divided by its norm, and multiplied by half of reg_lambda."""


class Norm:
    def backward(self, W, reg_lambda):
        return reg_lambda / 2 * W / np.sqrt(np.sum(W ** 2))
