"""/ sqrt(D) / 2 for / sqrt(D / 2)."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim) / 2
        self.b = np.zeros(output_dim)
