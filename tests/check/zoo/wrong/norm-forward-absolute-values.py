"""The sum of the absolute values: L1."""


class Norm:
    def forward(self, weights, reg_lambda):
        return float(0.5 * reg_lambda * sum(np.sum(np.abs(W)) for W in weights))
