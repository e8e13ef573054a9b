"""Divides by D / 2 without the root."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / (input_dim / 2)
        self.b = np.zeros(output_dim)
