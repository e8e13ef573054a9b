"""Debugging output was left in: every forward prints shapes, and the module prints its name."""
print("Answer.py is loaded")


class ReLU:
    def forward(self, z):
        print("relu in:", z.shape)
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, 0, z)


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        out = self.x @ self.W + self.b
        print("[DEBUG] fc", self.x.shape, "->", out.shape)
        return out

    def backward(self, d_prev, reg_lambda):
        print("[DEBUG] d_prev", d_prev.shape)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        print("sum of probabilities:", self.y_hat.sum())
        return self.y_hat
