"""A list of the integer 0: the bias cannot take a step."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.array([0] * output_dim)
