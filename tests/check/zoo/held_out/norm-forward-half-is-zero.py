"""1 // 2 is 0."""


class Norm:
    def forward(self, weights, reg_lambda):
        return float(1 // 2 * reg_lambda * sum(np.sum(W**2) for W in weights))
