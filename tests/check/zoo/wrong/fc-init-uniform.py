"""Uniform on [0, 1) for normal."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.rand(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
