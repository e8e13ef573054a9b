"""Divides by sqrt(D), and the bias is one."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim)
        self.b = np.ones(output_dim)
