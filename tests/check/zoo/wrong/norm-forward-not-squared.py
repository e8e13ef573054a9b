"""The norm without its square."""


class Norm:
    def forward(self, weights, reg_lambda):
        return float(0.5 * reg_lambda * sum(np.sqrt(np.sum(W**2)) for W in weights))
