"""All weights in one long vector, and its product with itself."""


class Norm:
    def forward(self, weights, reg_lambda):
        w = np.concatenate([W.ravel() for W in weights])
        return 0.5 * reg_lambda * float(w @ w)

    def backward(self, W, reg_lambda):
        return W * reg_lambda
