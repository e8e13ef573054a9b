"""np.linalg.norm, which is Frobenius's without a second argument."""


class Norm:
    def forward(self, weights, reg_lambda):
        return 0.5 * reg_lambda * sum(np.linalg.norm(W) ** 2 for W in weights)

    def backward(self, W, reg_lambda):
        return np.multiply(W, reg_lambda)
