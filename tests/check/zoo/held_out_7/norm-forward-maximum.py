"""The largest weight for the sum of squares."""


class Norm:
    def forward(self, weights, reg_lambda):
        return float(reg_lambda / 2 * max(np.max(np.abs(W)) for W in weights) ** 2)
