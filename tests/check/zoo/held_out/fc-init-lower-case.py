"""The weights are kept as `w`."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.w = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
