"""The gradient of a 4-D output is flattened, and comes back as (N, C H W)."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        N = self.out.shape[0]
        out = self.out.reshape(N, -1)
        return d_prev.reshape(N, -1) * out * (1 - out)
