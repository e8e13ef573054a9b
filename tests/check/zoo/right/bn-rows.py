"""Images become rows (N H W, C), and everything is done with x.mean(0) and x.var(0)."""

def to_rows(x):
    return x if x.ndim == 2 else x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def from_rows(rows, shape):
    if len(shape) == 2:
        return rows
    N, C, H, W = shape
    return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2)


class BatchNormLayer:
    def forward(self, x):
        self.x_shape = x.shape
        rows = to_rows(x)
        self.in_training = self.mode != "evaluation"
        if self.in_training:
            mean, var = rows.mean(0), rows.var(0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mean
            self.running_variance = self.momentum * self.running_variance + (1 - self.momentum) * rows.var(0, ddof=1)
        else:
            mean, var = self.running_mean, self.running_variance
        self.inv = 1 / np.sqrt(var + self.epsilon)
        self.norm = (rows - mean) * self.inv
        return from_rows(self.norm * self.gamma + self.beta, self.x_shape)

    def backward(self, d_prev, reg_lambda=0):
        d = to_rows(d_prev.reshape(self.x_shape))
        m = len(d)
        self.dgamma = (d * self.norm).sum(0)
        self.dbeta = d.sum(0)
        if self.in_training:
            d = (m * d - self.dbeta - self.norm * self.dgamma) / m
        return from_rows(d * self.gamma * self.inv, self.x_shape)
