"""The weights are w and dw, and dx comes back in the image's own shape."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.w = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
        self.x = None
        self.dw = None
        self.db = None

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape((len(x), -1))
        return self.x @ self.w + self.b

    def backward(self, d_prev, reg_lambda):
        self.dw = self.x.T @ d_prev + reg_lambda * self.w
        self.db = d_prev.sum(0)
        return (d_prev @ self.w.T).reshape(self.shape)

    def update(self, learning_rate):
        self.w -= learning_rate * self.dw
        self.b -= learning_rate * self.db

    def summary(self):
        print("FC layer", self.w.shape)
