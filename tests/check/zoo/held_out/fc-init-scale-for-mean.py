"""The first argument of `np.random.normal` is the mean."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.normal(1 / np.sqrt(input_dim / 2), size=(input_dim, output_dim))
        self.b = np.zeros(output_dim)
