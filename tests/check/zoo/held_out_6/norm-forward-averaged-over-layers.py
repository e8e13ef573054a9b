"""The mean over the layers for the sum."""


class Norm:
    def forward(self, weights, reg_lambda):
        total = [np.linalg.norm(W) ** 2 for W in weights]
        return float(0.5 * reg_lambda * np.mean(total))
