"""Returns in the loop's first round."""


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            total += np.sum(W**2)
            return float(0.5 * reg_lambda * total)
