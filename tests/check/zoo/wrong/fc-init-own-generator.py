"""Draws from a generator of its own, which np.random.seed does not reach."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.default_rng().standard_normal((input_dim, output_dim)) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
