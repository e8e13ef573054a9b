"""The constructor seeds the global generator, so every layer starts alike."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        np.random.seed(0)
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
